using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>A transaction, perhaps of a backup, keeps PostgreSQL from removing the rows that were delivered since it began.</summary>
public sealed class HeldSnapshotTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private const int Reminders = 300;
    private const int Shard = 7;

    [Fact]
    public async Task Snapshot_HeldByAnotherTransaction_DeliveredRowsAreSoonNotReadAgain()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var node = await HostAsync(bot);
        await BalancedAsync(64);
        await using var holder = await ConnectAsync();
        await ExecuteAsync("begin isolation level repeatable read; select count(*) from reminder", holder);

        await Task.WhenAll(Enumerable.Range(0, Reminders).Select(
            async _ => await node.Client.CreateAsync(Lanes.In(Shard, TimeProvider.System.GetUtcNow()))));
        await Eventually.HoldsAsync("deliveries", () => Task.FromResult(bot.All.Count == Reminders));

        // A query that looks from the start reads the delivered rows.
        var before = await ReadAsync();
        await ExecuteAsync($"set enable_seqscan = off; select min(visible_at) from reminder where shard = {Shard} and visible_at is not null");
        await Eventually.HoldsAsync("reading of the delivered rows", async () => (await ReadAsync()).Entries - before.Entries >= Reminders);

        await Eventually.HoldsAsync("checks that read nothing", async () =>
        {
            var start = await ReadAsync();
            var end = start;
            await Eventually.HoldsAsync("two checks", async () => (end = await ReadAsync()).Scans >= start.Scans + (2 * Lanes.AllShards.Count));
            return end.Entries == start.Entries;
        });
    }

    /// <summary>Returns how often the index of due reminders was searched, and how many of its entries were read.</summary>
    private async Task<(long Scans, long Entries)> ReadAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select idx_scan, idx_tup_read from pg_stat_user_indexes where indexrelname = 'reminder_due'";
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
