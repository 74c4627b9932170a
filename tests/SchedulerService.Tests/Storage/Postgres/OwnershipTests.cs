using Microsoft.Extensions.Time.Testing;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests the ownership of shards by sessions of several nodes.</summary>
public sealed class OwnershipTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    [Fact]
    public async Task Acquire_SomeShardsOwnedByAnotherNode_ReturnsTheRest()
    {
        var first = await SessionAsync(await NodeAsync("node-1"));
        var second = await SessionAsync(await NodeAsync("node-2"));

        Assert.Equal([1, 2], (await first.AcquireAsync([1, 2], CancellationToken.None)).Order());
        Assert.Equal([3], await second.AcquireAsync([1, 2, 3], CancellationToken.None));
        Assert.Equal([1], await first.AcquireAsync([1, 3], CancellationToken.None));
    }

    [Fact]
    public async Task Touch_SeveralNodes_ReturnsTheirNumberAndShards()
    {
        var first = await SessionAsync(await NodeAsync("node-1"));
        var second = await SessionAsync(await NodeAsync("node-2"));
        await SessionAsync(await NodeAsync("node-3"));
        await first.AcquireAsync([1, 2], CancellationToken.None);
        await second.AcquireAsync([63], CancellationToken.None);

        var census = await first.TouchAsync(CancellationToken.None);

        Assert.Equal(3, census.Nodes);
        Assert.Equal([63], census.TakenByOthers);
    }

    [Fact]
    public async Task Release_OneShard_LetsAnotherNodeAcquireIt()
    {
        var first = await SessionAsync(await NodeAsync("node-1"));
        var second = await SessionAsync(await NodeAsync("node-2"));
        await first.AcquireAsync([1, 2], CancellationToken.None);
        // A second time: one release must be enough for a shard that was acquired twice.
        await first.AcquireAsync([1, 2], CancellationToken.None);

        await first.ReleaseAsync([1], CancellationToken.None);

        Assert.Equal([1], await second.AcquireAsync([1, 2], CancellationToken.None));
        Assert.Equal([1], (await first.TouchAsync(CancellationToken.None)).TakenByOthers);
    }

    [Fact]
    public async Task Acquire_ManyNodesConcurrently_GivesEachShardToOneNode()
    {
        var sessions = new List<IShardSession>();
        for (var i = 0; i < 4; i++)
            sessions.Add(await SessionAsync(await NodeAsync($"node-{i}")));

        var owned = await Task.WhenAll(sessions.Select(session => session.AcquireAsync(AllShards, CancellationToken.None).AsTask()));

        Assert.Equal(AllShards, owned.SelectMany(shards => shards).Order());
    }

    [Fact]
    public async Task Dispose_SessionWithShards_LetsAnotherNodeAcquireAll()
    {
        var first = await SessionAsync(await NodeAsync("node-1"));
        var second = await SessionAsync(await NodeAsync("node-2"));
        await first.AcquireAsync(AllShards, CancellationToken.None);

        await first.DisposeAsync();

        Assert.True(first.IsGone);
        Assert.False(first.IsTrusted);
        await AllIsTakenByAsync(second);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await first.TouchAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Session_OneConnectionKilled_LosesItsShardsAndEnds(int writer)
    {
        var node = await NodeAsync("node-1");
        var first = await SessionAsync(node);
        await first.AcquireAsync(AllShards, CancellationToken.None);
        var due = await DueAsync(node, first, Sample.Reminder() with { Shard = writer });
        await KillAsync(writer);

        var second = await SessionAsync(await NodeAsync("node-2"));
        Assert.Equal(
            AllShards.Where(shard => Shard.WriterOf(shard, node.Store.Sessions.Writers) == writer), (await second.AcquireAsync(AllShards, CancellationToken.None)).Order());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first.SettleAsync([Delivered(due)]));
        Assert.True(first.IsGone);
        Assert.False(first.IsTrusted);
        foreach (var shard in AllShards)
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await first.ScanAsync(shard, ScanPosition.Start, Now, 1, CancellationToken.None));
        Assert.Equal(due.Key, Assert.Single((await second.ScanAsync(due.Shard, ScanPosition.Start, Now, 10, CancellationToken.None)).Reminders).Key);

        await first.DisposeAsync();
        await AllIsTakenByAsync(second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Scan_OwningConnectionKilled_ThrowsUnavailable(int writer)
    {
        var elapsed = new FakeTimeProvider();
        var session = await SessionAsync(await NodeAsync(elapsed: elapsed));
        await session.AcquireAsync(AllShards, CancellationToken.None);
        await KillAsync(writer);
        elapsed.Advance(TimeSpan.FromMilliseconds(20));

        // The read must fail on whichever connection it runs.
        var all = AllShards.Select(shard => (shard, ScanPosition.Start)).ToList();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await session.ScanAsync(all, Now, 1, CancellationToken.None));

        Assert.True(session.IsGone);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Touch_OneConnectionKilled_EndsTheSession(int writer)
    {
        var session = await SessionAsync(await NodeAsync());
        await session.AcquireAsync(AllShards, CancellationToken.None);
        await KillAsync(writer);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await session.TouchAsync(CancellationToken.None));

        Assert.True(session.IsGone);
    }

    [Fact]
    public async Task Session_NotUsed_IsEndedByTheServer()
    {
        var first = await SessionAsync(await NodeAsync("node-1", new PostgresOptions { SessionIdleTimeout = TimeSpan.FromSeconds(1) }));
        await first.AcquireAsync(AllShards, CancellationToken.None);
        var second = await SessionAsync(await NodeAsync("node-2", new PostgresOptions { SessionIdleTimeout = TimeSpan.FromMinutes(1) }));

        await AllIsTakenByAsync(second);

        Assert.False(first.IsTrusted);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await first.TouchAsync(CancellationToken.None));
        Assert.True(first.IsGone);
    }

    [Fact]
    public async Task IsTrusted_AfterAUse_IsTrueForHalfOfTheIdleTimeout()
    {
        var elapsed = new FakeTimeProvider();
        var session = await SessionAsync(await NodeAsync(options: new PostgresOptions { SessionIdleTimeout = TimeSpan.FromSeconds(40) }, elapsed: elapsed));
        Assert.True(session.IsTrusted);

        elapsed.Advance(TimeSpan.FromSeconds(19));
        Assert.True(session.IsTrusted);
        elapsed.Advance(TimeSpan.FromSeconds(1));
        Assert.False(session.IsTrusted);

        await session.TouchAsync(CancellationToken.None);
        Assert.True(session.IsTrusted);
        Assert.False(session.IsGone);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task IsTrusted_OneConnectionNotUsed_IsFalse(int writer)
    {
        var elapsed = new FakeTimeProvider();
        var session = await SessionAsync(await NodeAsync(options: new PostgresOptions { SessionIdleTimeout = TimeSpan.FromSeconds(40) }, elapsed: elapsed));
        elapsed.Advance(TimeSpan.FromSeconds(15));
        await session.ScanAsync(writer, ScanPosition.Start, Now, 1, CancellationToken.None);
        Assert.True(session.IsTrusted);

        elapsed.Advance(TimeSpan.FromSeconds(10));

        Assert.False(session.IsTrusted);
    }

    [Fact]
    public async Task IsTrusted_UseFails_IsNotRenewed()
    {
        var elapsed = new FakeTimeProvider();
        var session = await SessionAsync(await NodeAsync(
            options: new PostgresOptions { SessionIdleTimeout = TimeSpan.FromSeconds(40), LockTimeout = TimeSpan.FromMilliseconds(50) }, elapsed: elapsed));
        await using var holder = await ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync("lock table reminder in access exclusive mode", holder);
        elapsed.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await session.ScanAsync(1, ScanPosition.Start, Now, 1, CancellationToken.None));

        Assert.False(session.IsTrusted);
        Assert.False(session.IsGone);
    }

    [Fact]
    public async Task Session_StatementCutOff_KeepsWorking()
    {
        var node = await NodeAsync(options: new PostgresOptions { LockTimeout = TimeSpan.FromMilliseconds(50) });
        var session = await SessionAsync(node);
        await session.AcquireAsync([5], CancellationToken.None);
        await using (var holder = await ConnectAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await ExecuteAsync("lock table reminder in access exclusive mode", holder);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await session.ScanAsync(5, ScanPosition.Start, Now, 1, CancellationToken.None));
        }

        Assert.Empty((await session.ScanAsync(5, ScanPosition.Start, Now, 1, CancellationToken.None)).Reminders);
        Assert.Equal([5], await session.AcquireAsync([5], CancellationToken.None));
    }

    [Fact]
    public async Task Open_DatabaseUnavailable_ThrowsUnavailable()
    {
        var node = await NodeAsync();
        await ShutAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Store.Sessions.OpenAsync(CancellationToken.None));
    }

    private async Task KillAsync(int shard) => await ExecuteAsync($"select pg_terminate_backend({await OwnerAsync(shard)}, 10000)");

    private static Task AllIsTakenByAsync(IShardSession session) => Eventually.HoldsAsync(
        "session with every shard", async () => (await session.AcquireAsync(AllShards, CancellationToken.None)).Count == Shard.Count);
}
