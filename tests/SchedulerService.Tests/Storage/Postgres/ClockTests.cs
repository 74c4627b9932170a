namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests a database whose clock differs from the node's.</summary>
public sealed class ClockTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    [Fact]
    public async Task NextVisible_DatabaseClockBehind_FindsRowsWrittenByThatClock()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var due = await DueAsync(node, session);

        var next = await node.Store.Reminders.NextVisibleAsync([(due.Shard, Now + TimeSpan.FromHours(1))], CancellationToken.None);

        Assert.Equal(due.VisibleAt, Assert.Single(next).Value);
    }
}
