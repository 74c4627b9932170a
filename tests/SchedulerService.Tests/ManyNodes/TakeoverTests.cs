using System.Collections.Concurrent;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>The time until other nodes deliver the shards of a node that is gone.</summary>
public sealed class TakeoverTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Kill_OfANode_OthersDeliverItsShardsWithinTwoSeconds()
    {
        await using var firstBot = await FakeBot.StartAsync();
        await using var secondBot = await FakeBot.StartAsync();
        var (first, second, owned) = await StartTwoAsync(firstBot, secondBot);
        await using var firstNode = first;
        await using var secondNode = second;
        await using var load = await Load.StartAsync(second, Interval);
        await Load.RunForAsync(TimeSpan.FromSeconds(1));

        var killed = TimeProvider.System.GetUtcNow();
        await first.Process.KillAsync();
        await Load.RunForAsync(TimeSpan.FromSeconds(3));

        var made = await load.StopAsync();
        await SettledOnceAsync(made);
        var receipts = new Receipts(firstBot, secondBot);
        receipts.AreOf(made);
        Assert.Equal(64, (await BalancedAsync(64))[second.Id].Count);
        var silence = receipts.LongestSilence(owned);
        Tell($"killed {killed:mm:ss.fff}; killed node's shards silent for {silence}, others for {receipts.LongestSilence(Lanes.AllShards.Except(owned))}; {receipts.Redeliveries} redeliveries of {made.Count}");
        Assert.InRange(silence.Length, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Pause_OfANode_OthersDeliverItsShardsAndItDeliversNoneOfThemAfterwards()
    {
        // The node is paused in the middle between two due times, when no delivery is leaving the process. Such a delivery could not be taken back.
        var interval = Interval * 4;
        var idle = new PostgresOptions().SessionIdleTimeout;
        await using var pausedBot = await FakeBot.StartAsync();
        await using var otherBot = await FakeBot.StartAsync();
        var (paused, other, owned) = await StartTwoAsync(pausedBot, otherBot);
        await using var pausedNode = paused;
        await using var otherNode = other;
        // A health check that runs at the time of the pause takes too long.
        paused.Expect("DefaultHealthCheckService[");
        await using var load = await Load.StartAsync(other, interval);

        // The bot answers while the node is paused. The resumed node then has results for shards that it no longer owns.
        var whilePaused = new TaskCompletionSource();
        var held = new ConcurrentQueue<string>();
        pausedBot.Ready = delivery =>
        {
            if (!whilePaused.Task.IsCompleted)
                held.Enqueue(delivery.Id.ReminderId);
            return whilePaused.Task;
        };
        await load.QuietAsync();
        await load.QuietAsync();
        Signal.Freeze(paused.Id);
        whilePaused.SetResult();
        await Load.RunForAsync(idle + TimeSpan.FromSeconds(2));
        Assert.Equal([other.Id], (await OwnersAsync()).Keys);
        var toldBefore = pausedBot.All.Count;
        var deliveredByOther = otherBot.All.Select(received => received.Delivery.Id).ToHashSet();

        Signal.Thaw(paused.Id);

        var ownsNothing = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync("node that takes part again", async () =>
        {
            var asked = TimeProvider.System.GetUtcNow();
            if ((await OwnersAsync()).ContainsKey(paused.Id))
                return true;
            ownsNothing = asked;
            return false;
        });
        await BalancedAsync(32, 32);
        await Load.RunForAsync(interval * 3);

        var made = await load.StopAsync();
        await SettledOnceAsync(made);
        var receipts = new Receipts(pausedBot, otherBot);
        receipts.AreOf(made);
        var toldAfter = pausedBot.All.Skip(toldBefore).ToList();
        Assert.NotEmpty(toldAfter);
        Assert.DoesNotContain(toldAfter, received => received.At <= ownsNothing);
        Assert.DoesNotContain(toldAfter, received => deliveredByOther.Contains(received.Delivery.Id));
        Assert.InRange(held.Count, 1, receipts.Redeliveries);
        Assert.Equal(0, await CountAsync($"from history where node like '%/{paused.Id}' and reminder_id in ('{string.Join("','", held)}')"));

        var silence = receipts.LongestSilence(owned);
        Tell($"paused node's shards silent for {silence}; {receipts.Redeliveries} redeliveries of {made.Count}, {held.Count} answered while paused");
        Assert.InRange(silence.Length, TimeSpan.Zero, InRealTime.Within(idle + ShardOwner.Interval + TimeSpan.FromMilliseconds(500)));
    }
}
