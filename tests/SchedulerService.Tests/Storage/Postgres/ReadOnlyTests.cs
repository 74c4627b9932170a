using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests a server that answers but takes no writes, such as a demoted primary.</summary>
public sealed class ReadOnlyTests
{
    [Fact]
    public async Task Touch_ServerBecomesReadOnly_EndsTheSessionUntilTheServerTakesWrites()
    {
        Requirement.Need(PostgresServer.IsInstalled, PostgresServer.Requirement);
        await using var server = await PostgresServer.StartAsync();
        await using var node = await PostgresNode.OpenAsync(await server.CreateDatabaseAsync());
        await using var session = await node.Store.Sessions.OpenAsync(CancellationToken.None);
        await node.Store.Reminders.CreateAsync(Sample.Reminder(), request: null);

        await SetReadOnlyAsync(server, "on");
        await Eventually.HoldsAsync("end of the session", async () =>
        {
            await IgnoreAsync(async () => await session.TouchAsync(CancellationToken.None));
            return session.IsGone;
        });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Store.Sessions.OpenAsync(CancellationToken.None));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Store.Reminders.CreateAsync(Sample.Reminder(), request: null));
        Assert.Equal("PostgreSQL is read-only", refused.Message);

        await SetReadOnlyAsync(server, "off");
        await Eventually.HoldsAsync("write", async () => !await IgnoreAsync(() => node.Store.Reminders.CreateAsync(Sample.Reminder(), request: null)));
        await using var next = await node.Store.Sessions.OpenAsync(CancellationToken.None);
        Assert.False(next.IsGone);
    }

    /// <summary>Uses the store, and ignores that it is unavailable.</summary>
    /// <returns>Whether the store was unavailable.</returns>
    private static async Task<bool> IgnoreAsync(Func<Task> use)
    {
        try
        {
            await use();
            return false;
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }

    private static async Task SetReadOnlyAsync(PostgresServer server, string value)
    {
        await server.ExecuteAsync($"alter system set default_transaction_read_only = {value}");
        await server.ExecuteAsync("select pg_reload_conf()");
    }
}
