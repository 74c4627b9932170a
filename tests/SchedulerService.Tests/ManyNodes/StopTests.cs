using System.Collections.Concurrent;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>A node that stops finishes its deliveries, and the other nodes take over its shards at once.</summary>
public sealed class StopTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_UnderLoad_DeliversEverythingOnceWithoutALongSilence(bool bySignal)
    {
        await using var stoppedBot = await FakeBot.StartAsync();
        await using var otherBot = await FakeBot.StartAsync();
        var (stopped, other, owned) = await StartTwoAsync(stoppedBot, otherBot);
        await using var stoppedNode = stopped;
        await using var otherNode = other;
        await using var load = await Load.StartAsync(other, Interval);

        var told = TimeProvider.System.GetUtcNow();
        Stop(stopped, bySignal);
        Assert.Equal(0, await stopped.Process.ExitAsync());
        await Load.RunForAsync(TimeSpan.FromSeconds(1));

        var made = await load.StopAsync();
        await SettledOnceAsync(made);
        var receipts = new Receipts(stoppedBot, otherBot);
        receipts.AreOf(made);
        var silence = receipts.LongestSilence(owned);
        Tell($"stopped {told:mm:ss.fff}; stopped node's shards silent for {silence}; {receipts.Redeliveries} redeliveries of {made.Count}");
        Assert.InRange(receipts.Redeliveries, 0, InRealTime.Rarely);
        Assert.InRange(silence.Length, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(1)));
    }

    /// <summary>
    /// Half of the node's shards have a delivery that is answered late, later than PostgreSQL waits for an idle session. These shards wait for the
    /// answer; the other half does not.
    /// </summary>
    [Fact]
    public async Task Stop_WithUnansweredDeliveries_SettlesThemWhenAnsweredAndDelaysNoOtherShard()
    {
        await using var stoppedBot = await FakeBot.StartAsync();
        await using var otherBot = await FakeBot.StartAsync();
        var (stopped, other, owned) = await StartTwoAsync(stoppedBot, otherBot);
        await using var stoppedNode = stopped;
        await using var otherNode = other;
        var slow = owned.Take(16).ToHashSet();
        await using var load = await Load.StartAsync(other, Interval);

        var late = new TaskCompletionSource();
        var begun = new ConcurrentDictionary<int, DeliveryId>();
        stoppedBot.Ready = delivery =>
            slow.Contains(Lanes.ShardOf(delivery)) && begun.TryAdd(Lanes.ShardOf(delivery), delivery.Id) ? late.Task : Task.CompletedTask;
        await Eventually.HoldsAsync("deliveries that wait for their answers", () => Task.FromResult(begun.Count == slow.Count));
        Stop(stopped, bySignal: true);
        await Load.RunForAsync(new PostgresOptions().SessionIdleTimeout + TimeSpan.FromSeconds(1));
        late.SetResult();
        Assert.Equal(0, await stopped.Process.ExitAsync());

        var made = await load.StopAsync();
        await SettledOnceAsync(made);
        var receipts = new Receipts(stoppedBot, otherBot);
        receipts.AreOf(made);
        var silence = receipts.LongestSilence(owned.Except(slow));
        Tell($"drained shards silent for {silence}, waiting ones for {receipts.LongestSilence(slow)}; {receipts.Redeliveries} redeliveries of {made.Count}");
        Assert.InRange(receipts.Redeliveries, 0, InRealTime.Rarely);
        Assert.Equal(begun.Count, await CountAsync(
            $"from history where node like '%/{stopped.Id}' and reminder_id in ('{string.Join("','", begun.Values.Select(id => id.ReminderId))}')"));
        Assert.InRange(silence.Length, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Stop_WithDeliveriesNeverAnswered_LetsAnotherNodeMakeThemAgainUnderTheSameId()
    {
        var patience = TimeSpan.FromSeconds(1);
        await using var stoppedBot = await FakeBot.StartAsync();
        await using var otherBot = await FakeBot.StartAsync();
        var (stopped, other, owned) = await StartTwoAsync(stoppedBot, otherBot, new() { ["Callbacks__StopTimeout"] = patience.ToString() });
        await using var stoppedNode = stopped;
        await using var otherNode = other;
        var never = new TaskCompletionSource();
        stoppedBot.Ready = _ => never.Task;
        var made = await other.Client.CreateManyAsync(owned.Select(shard => Lanes.In(shard, TimeProvider.System.GetUtcNow()))).ToListAsync();
        await Eventually.HoldsAsync("deliveries", () => Task.FromResult(stoppedBot.All.Count == made.Count));

        var told = TimeProvider.System.GetUtcNow();
        Stop(stopped, bySignal: true);
        Assert.Equal(0, await stopped.Process.ExitAsync());

        await SettledOnceAsync(made);
        var receipts = new Receipts(stoppedBot, otherBot);
        receipts.AreOf(made);
        Assert.Equal(made.Count, receipts.Redeliveries);
        Assert.Equal(
            stoppedBot.All.Select(received => received.Delivery.Id.ToString()).Order(StringComparer.Ordinal),
            otherBot.All.Select(received => received.Delivery.Id.ToString()).Order(StringComparer.Ordinal));
        var wait = otherBot.All.Max(received => received.At) - told;
        Tell($"made again {wait.TotalMilliseconds:0} ms after the node was told to stop, which waits {patience.TotalMilliseconds:0} ms for answers");
        Assert.InRange(wait, patience, patience + InRealTime.Within(TimeSpan.FromSeconds(1.5)));
    }

    private static void Stop(SchedulerProcess node, bool bySignal)
    {
        if (bySignal)
            Signal.Terminate(node.Id);
        else
            node.Process.CloseInput();
    }
}
