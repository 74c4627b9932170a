using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the session of a single node.</summary>
public abstract class SessionConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Touch_OpenSession_ReturnsTheStoreTime()
    {
        var before = TimeProvider.System.GetUtcNow();
        var census = await Session.TouchAsync(CancellationToken.None);

        Assert.InRange(census.Now, before - ClockSlack, TimeProvider.System.GetUtcNow() + ClockSlack);
    }

    [Fact]
    public async Task Touch_OnlyNode_SeesNoOtherNode()
    {
        var census = await Session.TouchAsync(CancellationToken.None);

        Assert.Equal(1, census.Nodes);
        Assert.Empty(census.TakenByOthers);
    }

    [Fact]
    public async Task Session_InUse_IsTrustedAndNotGone()
    {
        await Session.TouchAsync(CancellationToken.None);

        Assert.True(Session.IsTrusted);
        Assert.False(Session.IsGone);
    }

    [Fact]
    public async Task Acquire_OwnedShards_ReturnsThem() =>
        Assert.Equal([3, 5], (await Session.AcquireAsync([3, 5], CancellationToken.None)).Order());

    [Fact]
    public async Task Release_ThenAcquire_OwnsTheShardsAgain()
    {
        await Session.ReleaseAsync([3, 5], CancellationToken.None);

        Assert.Equal([3, 5], (await Session.AcquireAsync([3, 5], CancellationToken.None)).Order());
    }

    [Fact]
    public async Task Session_UsedConcurrently_ServesEachCaller()
    {
        var due = await DueAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            switch (i % 4)
            {
                case 0:
                    await Session.TouchAsync(CancellationToken.None);
                    break;
                case 1:
                    Assert.Single((await Session.ScanAsync(due.Shard, ScanPosition.Start, Now, 10, CancellationToken.None)).Reminders);
                    break;
                case 2:
                    Assert.Equal(Shard.Count, (await Store.NextVisibleAsync([.. Enumerable.Range(0, Shard.Count).Select(shard => (shard, Instant.Earliest))], CancellationToken.None)).Count);
                    break;
                default:
                    Assert.False(await SettleAsync(new Settlement.Again(due with { Key = due.Key with { Revision = 99 } }, Now, Now, 0, 0, "")));
                    break;
            }
        })));
    }

    [Fact]
    public async Task Scan_CancelledToken_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Session.ScanAsync(1, ScanPosition.Start, Now, 10, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.GetAsync(Guid.CreateVersion7(), cancelled.Token));
        Assert.False(Session.IsGone);
    }
}
