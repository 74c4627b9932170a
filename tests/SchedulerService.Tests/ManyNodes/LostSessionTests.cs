using Nudge.SchedulerService.Storage.Postgres;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>PostgreSQL ends the session that owns a running node's shards.</summary>
public sealed class LostSessionTests(PostgresCluster cluster) : NodesTest(cluster)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Terminate_OfAConnectionOfTheOwningSession_IsFollowedByAnotherSession(int writer)
    {
        await using var bot = await FakeBot.StartAsync();
        await using var node = await HostAsync(bot);
        await BalancedAsync(64);
        await using var load = await Load.StartAsync(node.Client, TimeSpan.FromMilliseconds(50));

        for (var round = 0; round < 3; round++)
        {
            await ExecuteAsync(
                $"""
                select pg_terminate_backend(pid) from pg_locks
                where locktype = 'advisory' and classid = {AdvisoryLock.Shard} and objid = {writer} and database = (select oid from pg_database where datname = current_database())
                """);
            await Load.RunForAsync(TimeSpan.FromSeconds(3));
            await BalancedAsync(64);
        }

        var made = await load.StopAsync();
        await SettledOnceAsync(made);
        var receipts = new Receipts(bot);
        receipts.AreOf(made);
        var silence = receipts.LongestSilence();
        Tell($"silent for {silence}; {receipts.Redeliveries} redeliveries of {made.Count}");
        Assert.InRange(silence.Length, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(2)));
    }
}
