using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests the daily partitions of the history.</summary>
public sealed class PartitionTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Open_NewDatabase_CreatesAWeekOfPartitions()
    {
        await NodeAsync();

        Assert.Equal(
            Enumerable.Range(-1, 9).Select(days => $"history_{TimeProvider.System.GetUtcNow().AddDays(days):yyyyMMdd}"),
            await PartitionsAsync());
    }

    [Fact]
    public async Task Partitions_CreatedAtOnceOrLater_HaveASmallStatisticsSample()
    {
        var node = await NodeAsync();
        await ExecuteAsync($"drop table {(await PartitionsAsync())[^1]}");
        await node.Store.Reminders.ForgetAsync(default, 10);

        foreach (var table in (string[])["reminder", "history", .. await PartitionsAsync()])
            Assert.Equal(0, await CountAsync($"from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and attstattarget is distinct from 10"));
    }

    [Fact]
    public async Task Forget_PartitionsMissing_CreatesThem()
    {
        var node = await NodeAsync();
        var before = await PartitionsAsync();
        await ExecuteAsync($"drop table {before[^1]}; drop table {before[3]}");

        await node.Store.Reminders.ForgetAsync(default, 10);

        Assert.Equal(before, await PartitionsAsync());
    }

    [Fact]
    public async Task Settle_DayWithoutAPartition_CreatesIt()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var (first, second) = (await DueAsync(node, session), await DueAsync(node, session));

        Assert.All(await session.SettleAsync([Delivered(first, Now + (30 * Day)), Delivered(second, Now - (30 * Day))]), settled => Assert.Equal(Settled.Written, settled));

        Assert.Equal(2, await CountAsync("from history where ended"));
    }

    [Fact]
    public async Task Cancel_DayWithoutAPartition_CreatesIt()
    {
        var node = await NodeAsync();
        var reminder = Sample.Reminder();
        await node.Store.Reminders.CreateAsync(reminder, request: null);
        foreach (var partition in await PartitionsAsync())
            await ExecuteAsync($"drop table {partition}");

        Assert.NotNull(await node.Store.Reminders.CancelAsync(reminder.Id));
        Assert.Equal(ReminderState.Cancelled, (await node.Store.Reminders.GetAsync(reminder.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task Forget_PartitionBeingRead_DelaysNoOperationAndDropsItLater()
    {
        var node = await NodeAsync(options: new() { LockTimeout = TimeSpan.FromMilliseconds(200) });
        var session = await SessionAsync(node);
        var old = await DueAsync(node, session);
        await session.SettleAsync([Delivered(old, Now - (40 * Day))]);
        var name = $"history_{TimeProvider.System.GetUtcNow().AddDays(-40):yyyyMMdd}";
        await using var reader = await ConnectAsync();
        var transaction = await reader.BeginTransactionAsync();
        Assert.Equal(1L, await ExecuteAsync("select count(*) from history", reader));

        await ForgetAsync(node);

        // New transactions no longer see the partition while the reader still does. Other operations continue.
        Assert.Equal(0, await CountAsync("from history"));
        Assert.Equal(1, await CountAsync($"from pg_class where relname = '{name}'"));
        for (var i = 0; i < 3; i++)
            Assert.Equal(Settled.Written, Assert.Single(await session.SettleAsync([Delivered(await DueAsync(node, session))])));
        var live = Sample.Reminder();
        await node.Store.Reminders.CreateAsync(live, request: null);
        Assert.NotNull(await node.Store.Reminders.CancelAsync(live.Id));
        Assert.Equal(4, (await node.Store.Reminders.ListAsync(Sample.Everything, CancellationToken.None)).Count);
        await ForgetAsync(node);
        Assert.Equal(1, await CountAsync($"from pg_class where relname = '{name}'"));

        await transaction.DisposeAsync();
        await ForgetAsync(node);
        Assert.Equal(0, await CountAsync($"from pg_class where relname = '{name}'"));
        Assert.Equal(4, await CountAsync("from history"));
    }

    [Fact]
    public async Task Settle_PartitionBeingDropped_DoesNotWait()
    {
        // The default lock timeout, so that the drop waits for its lock while the settles run.
        var node = await NodeAsync(options: new() { LockTimeout = TimeSpan.FromSeconds(1.5) });
        var session = await SessionAsync(node);
        var old = await DueAsync(node, session);
        await session.SettleAsync([Delivered(old, Now - (40 * Day))]);
        var due = new List<DueReminder>();
        for (var i = 0; i < 20; i++)
            due.Add(await DueAsync(node, session));
        await using var reader = await ConnectAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await ExecuteAsync("select count(*) from history", reader);

        var forget = ForgetAsync(node);
        foreach (var reminder in due)
            Assert.Equal(Settled.Written, Assert.Single(await session.SettleAsync([Delivered(reminder)])));
        await forget;
    }

    [Fact]
    public async Task Forget_PartitionDetachedButNotDropped_DropsIt()
    {
        var node = await NodeAsync();
        await ExecuteAsync("create table history_20200101 (like history)");

        await ForgetAsync(node);

        Assert.Equal(0, await CountAsync("from pg_class where relname = 'history_20200101'"));
    }

    [Fact]
    public async Task Forget_ManyNodesConcurrently_DropsEachPartitionOnce()
    {
        var nodes = new[] { await NodeAsync("node-1"), await NodeAsync("node-2"), await NodeAsync("node-3") };
        var session = await SessionAsync(nodes[0]);
        foreach (var daysAgo in new[] { 40, 41, 42 })
            await session.SettleAsync([Delivered(await DueAsync(nodes[0], session), Now - (daysAgo * Day))]);

        await Task.WhenAll(nodes.Select(ForgetAsync));

        Assert.Equal(0, await CountAsync("from history"));
        Assert.Equal(9, (await PartitionsAsync()).Count);
    }

    private static Task<int> ForgetAsync(PostgresNode node) =>
        node.Store.Reminders.ForgetAsync(new Retirement(Now - (30 * Day), Now - (90 * Day), Now - (2 * Day), Now - (90 * Day)), 100);

    private async Task<IReadOnlyList<string>> PartitionsAsync() =>
        (string[])(await ExecuteAsync("select array_agg(inhrelid::regclass::text order by inhrelid::regclass::text) from pg_inherits where inhparent = 'history'::regclass"))!;
}
