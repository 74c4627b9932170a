using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests that a reminder whose audit record cannot be written is not acknowledged.</summary>
public sealed class UnrecordedCreationTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    [Theory]
    [InlineData("trigger", "", false)]
    [InlineData("trigger", "", true)]
    [InlineData("constraint trigger", "deferrable initially deferred", false)]
    [InlineData("constraint trigger", "deferrable initially deferred", true)]
    public async Task Create_RecordFailsAtOnceOrAtTheCommit_IsNotAcknowledged(string kind, string when, bool withRequest)
    {
        var node = await NodeAsync();
        await ExecuteAsync("create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'");
        await ExecuteAsync($"create {kind} refuse after insert on audit {when} for each row execute function refuse()");

        var edit = new Edit(Sample.Owner, AuditAction.Create, "ann", "192.0.2.1");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Store.Reminders.CreateAsync(Sample.Reminder(), withRequest ? Sample.Request() : null, edit));

        Assert.Equal((0, 0, 0), (await CountAsync("from reminder"), await CountAsync("from request"), await CountAsync("from audit")));
    }
}
