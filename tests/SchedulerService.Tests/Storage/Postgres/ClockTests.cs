namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>The database's clock is not the node's.</summary>
public sealed class ClockTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    [Fact]
    public async Task NextVisible_ByADatabaseWhoseClockIsBehind_FindsWhatWasWrittenByIt()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var due = await DueAsync(node, session);

        var next = await node.Store.Reminders.NextVisibleAsync([(due.Shard, Now + 3_600_000)], CancellationToken.None);

        Assert.Equal(due.VisibleAt, Assert.Single(next).Value);
    }
}
