using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests operations on rows that another transaction has locked or changes.</summary>
public sealed class ContentionTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    [Fact]
    public async Task Settle_OneRowLocked_SettlesTheOthersWithoutWaiting()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var held = await DueAsync(node, session);
        var free = await DueAsync(node, session);
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync($"select 1 from reminder where id = '{held.Key.Id}' for update", holder);

        Assert.Equal([held.Key, free.Key], (await session.ScanAsync(held.Shard, ScanPosition.Start, Now, 10, CancellationToken.None)).Reminders.Select(due => due.Key));
        var settled = await session.SettleAsync([Delivered(held), Delivered(free)]);

        Assert.Equal([Settled.LockConflict, Settled.Written], settled);
        Assert.Equal(1, await CountAsync("from history"));
        await transaction.RollbackAsync();
        Assert.Equal(Settled.Written, Assert.Single(await session.SettleAsync([Delivered(held)])));
        Assert.Equal(ReminderState.Delivered, (await node.Store.Reminders.GetAsync(held.Key.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task Settle_UnreachableRowLocked_WritesNothing()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var held = await DueAsync(node, session, Sample.InConversation("c"));
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync($"select 1 from reminder where id = '{held.Key.Id}' for update", holder);

        Assert.Equal(Settled.LockConflict, Assert.Single(await session.SettleAsync([new Settlement.Unreachable(held, Now, 1, "blocked")])));

        await transaction.RollbackAsync();
        Assert.Equal(Settled.Written, Assert.Single(await session.SettleAsync([new Settlement.Unreachable(held, Now, 1, "blocked")])));
    }

    [Fact]
    public async Task Settle_LockedRowChangesBeforeTheRetry_RecordsTheOutcomeOnce()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var held = await DueAsync(node, session);
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync($"update reminder set revision = revision + 1 where id = '{held.Key.Id}'", holder);

        Assert.Equal(Settled.LockConflict, Assert.Single(await session.SettleAsync([Delivered(held)])));
        await transaction.CommitAsync();
        Assert.Equal(Settled.Stale, Assert.Single(await session.SettleAsync([Delivered(held)])));

        Assert.Equal(1, await CountAsync("from history"));
        Assert.Equal(1, await CountAsync("from reminder"));
    }

    [Fact]
    public async Task Settle_UnreachableWithALockedNeighbour_SkipsTheNeighbour()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var due = await DueAsync(node, session, Sample.InConversation("c"));
        var held = await DueAsync(node, session, Sample.InConversation("c"));
        var free = await DueAsync(node, session, Sample.InConversation("c"));
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync($"select 1 from reminder where id = '{held.Key.Id}' for update", holder);

        Assert.Equal(Settled.Written, Assert.Single(await session.SettleAsync([new Settlement.Unreachable(due, Now, 1, "blocked")])));

        Assert.Equal(ReminderState.Paused, (await node.Store.Reminders.GetAsync(free.Key.Id, CancellationToken.None))!.State);
        Assert.Equal(ReminderState.Scheduled, (await node.Store.Reminders.GetAsync(held.Key.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task Change_PausedInItsCallback_DelaysNoSettle()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var due = await DueAsync(node, session);
        var entered = new TaskCompletionSource();
        using var paused = new ManualResetEventSlim();

        var change = Task.Run(() => node.Store.Reminders.ChangeAsync(due.Key.Id, (before, _) =>
        {
            entered.TrySetResult();
            Assert.True(paused.Wait(TimeSpan.FromSeconds(30)), "the settle waited for the change");
            return before with { Attempt = before.Attempt + 1 };
        }));
        await entered.Task;
        Assert.Equal(Settled.Written, Assert.Single(await session.SettleAsync([new Settlement.Again(due, Now, Now + TimeSpan.FromMinutes(1), 5, 0, "later")])));
        paused.Set();

        Assert.Equal(6, (await change)!.After!.Attempt);
    }

    [Fact]
    public async Task CancelMatching_LosesADeadlock_IsRepeated()
    {
        var node = await NodeAsync();
        var reminders = Sample.Many(2);
        foreach (var reminder in reminders)
            await node.Store.Reminders.CreateAsync(reminder, request: null);
        await using var other = await ConnectAsync();
        await ExecuteAsync("set deadlock_timeout = '1min'", other);
        await using var transaction = await other.BeginTransactionAsync();
        await ExecuteAsync($"select 1 from reminder where id = '{reminders[1].Id}' for update", other);

        // The cancel has locked the first row and waits for the second. The other transaction has locked the second and asks for the first.
        var cancel = node.Store.Reminders.CancelMatchingAsync(Sample.Live);
        await StatementWaitsAsync();
        await ExecuteAsync($"select 1 from reminder where id = '{reminders[0].Id}' for update", other);
        await transaction.CommitAsync();

        Assert.Equal(2, await cancel);
    }

    [Fact]
    public async Task CancelMatching_ReminderEndsMeanwhile_ContinuesToTheLimit()
    {
        var node = await NodeAsync();
        var reminders = Sample.Many(4);
        foreach (var reminder in reminders)
            await node.Store.Reminders.CreateAsync(reminder, request: null);
        await using var other = await ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await ExecuteAsync($"delete from reminder where id = '{reminders[0].Id}'", other);

        var cancel = node.Store.Reminders.CancelMatchingAsync(Sample.Live with { Limit = 2 });
        await StatementWaitsAsync();
        await transaction.CommitAsync();

        Assert.Equal(2, await cancel);
        Assert.Equal([reminders[3].Id], (await node.Store.Reminders.ListAsync(Sample.Live, CancellationToken.None)).Select(reminder => reminder.Id));
    }

    [Fact]
    public async Task Create_SameRequestsOnTwoNodes_CreatesOneReminderEach()
    {
        var nodes = new[] { await NodeAsync("node-1"), await NodeAsync("node-2") };
        var keys = Enumerable.Range(0, 200).Select(i => Sample.Request($"request-{i:D3}")).ToList();

        var creations = await Task.WhenAll(
            keys.Select(key => nodes[0].Store.Reminders.CreateAsync(Sample.Reminder(), key))
                .Concat(Enumerable.Reverse(keys).Select(key => nodes[1].Store.Reminders.CreateAsync(Sample.Reminder(), key))));

        Assert.Equal(200, creations.OfType<Creation.Created>().Count());
        Assert.All(creations.OfType<Creation.Repeated>(), repeated => Assert.True(repeated.SameContent));
        Assert.Equal(200, await CountAsync("from reminder"));
    }

    [Fact]
    public async Task Create_ManyConcurrently_SharesCommits()
    {
        var node = await NodeAsync();

        await Task.WhenAll(Sample.Many(500).Select(reminder => node.Store.Reminders.CreateAsync(reminder, request: null)));

        Assert.InRange((long)(await ExecuteAsync("select count(distinct xmin::text) from reminder"))!, 1, 100);
    }

    [Fact]
    public async Task Change_RowLocked_ThrowsUnavailableAfterTheLockTimeout()
    {
        var node = await NodeAsync(options: new() { LockTimeout = TimeSpan.FromMilliseconds(100) });
        var reminder = Sample.Reminder();
        await node.Store.Reminders.CreateAsync(reminder, request: null);
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync($"select 1 from reminder where id = '{reminder.Id}' for update", holder);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Store.Reminders.ChangeAsync(reminder.Id, (before, _) => before with { Attempt = 1 }));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Store.Reminders.CancelAsync(reminder.Id));

        await transaction.RollbackAsync();
        Assert.NotNull(await node.Store.Reminders.CancelAsync(reminder.Id));
    }

    [Fact]
    public async Task ForgetRecipient_ReminderEndsMeanwhile_ErasesItToo()
    {
        var node = await NodeAsync();
        var session = await SessionAsync(node);
        var due = await DueAsync(node, session, Sample.Reminder("gone"));
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        // The same as a settle that has not committed yet.
        await ExecuteAsync(
            $"""
            with gone as (delete from reminder where id = '{due.Key.Id}' returning *)
            insert into dead_letter (id, settled_at, due_at, occurrence, revision, created_at, shard, generation, attempt, owner, user_id, labels, content)
            select id, {Now.Milliseconds}, due_at, occurrence, revision, created_at, shard, generation, attempt, owner, user_id, labels, content from gone
            """,
            holder);

        var forgotten = node.Store.Reminders.ForgetRecipientAsync(new Recipient { UserId = "gone" }, 10);
        await StatementWaitsAsync();
        await transaction.CommitAsync();

        Assert.Equal(1, await forgotten);
        Assert.Null(await node.Store.Reminders.GetAsync(due.Key.Id, CancellationToken.None));
    }

    /// <summary>Waits until a statement in this test's database waits for a lock.</summary>
    private Task StatementWaitsAsync() => Eventually.HoldsAsync("statement that waits", async () =>
        await CountAsync("from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()") > 0);
}
