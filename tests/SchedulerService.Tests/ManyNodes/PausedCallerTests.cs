using Npgsql;
using Nudge.SchedulerService.Storage.Postgres;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>A caller is paused in a transaction that holds a reminder, and delays only that reminder.</summary>
public sealed class PausedCallerTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(2);

    /// <summary>The caller has the timeout that the sessions of every node have.</summary>
    [Fact]
    public async Task Caller_PausedInATransaction_IsCutOffAndDelaysNoOtherReminder()
    {
        var timeout = new PostgresOptions().IdleInTransactionTimeout;
        await HoldAsync(
            async caller => await ExecuteAsync($"set idle_in_transaction_session_timeout = {(int)timeout.TotalMilliseconds}", caller),
            _ => Task.CompletedTask);
    }

    [Fact]
    public async Task Caller_ThatContinuesInTheEnd_DelaysNoOtherReminder() => await HoldAsync(
        _ => Task.CompletedTask,
        async caller =>
        {
            await Load.RunForAsync(Held);
            await ExecuteAsync("rollback", caller);
        });

    private async Task HoldAsync(Func<NpgsqlConnection, Task> begin, Func<NpgsqlConnection, Task> end)
    {
        await using var bot = await FakeBot.StartAsync();
        await using var node = await HostAsync(bot);
        await BalancedAsync(64);
        var from = TimeProvider.System.GetUtcNow().AddMilliseconds(500);
        var made = await node.Client.CreateManyAsync(Enumerable.Range(0, 100).Select(i => Lanes.In(shard: 7, from.AddMilliseconds(20 * i)))).ToListAsync();
        var held = made[10].Id;

        await using var caller = await ConnectAsync();
        await begin(caller);
        await ExecuteAsync("begin", caller);
        await ExecuteAsync($"select 1 from reminder where id = '{held}' for update", caller);
        await end(caller);

        await SettledOnceAsync(made);
        var receipts = new Receipts(bot);
        receipts.AreOf(made);
        var lateness = receipts.MaxLateness(received => received.Delivery.Id.ReminderId != held);
        Tell($"at most {lateness.TotalMilliseconds:0} ms late; {receipts.Redeliveries} redeliveries of {made.Count}");
        Assert.InRange(lateness, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromMilliseconds(500)));
        Assert.Equal(0, receipts.Redeliveries);
    }
}
