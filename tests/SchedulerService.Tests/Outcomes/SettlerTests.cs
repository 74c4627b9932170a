using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;

using Nudge.SchedulerService.Tests.Shards;

namespace Nudge.SchedulerService.Tests.Outcomes;

public sealed class SettlerTests
{
    /// <summary>Without its writer, a node would deliver for ever and settle nothing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Writer_WithAnUnexpectedFailure_StopsTheNode(int writer)
    {
        await using var scheduler = await SchedulerHost.StartAsync(configure: services => services.AddSingleton<IShardSessions, BrokenSession>());
        scheduler.Errors.Expect("the session is broken");
        scheduler.Errors.Expect("the host is stopping");
        var owner = scheduler.Services.GetRequiredService<ShardOwner>();
        var session = await Eventually.GetAsync("session", () => Task.FromResult(owner.Session));
        var stopping = scheduler.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        var delivered = new PendingDelivery(InFlightTests.Due(Guid.NewGuid()) with { Session = session, Shard = writer }, activity: null, sentAt: 0);
        scheduler.Services.GetRequiredService<Settler>().Settle(delivered, new Outcome.Delivered("message-1"));

        await Eventually.HoldsAsync("stop", () => Task.FromResult(stopping.IsCancellationRequested));
    }

    /// <summary>A session that works until an outcome is settled.</summary>
    private sealed class BrokenSession : IShardSession, IShardSessions
    {
        public int Writers => 2;

        public bool IsGone => false;

        public bool IsTrusted => true;

        public Task<IShardSession> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IShardSession>(this);

        public ValueTask<Census> TouchAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Census(TimeProvider.System.GetUtcNow(), Nodes: 1, Rank: 0, TakenByOthers: new HashSet<int>()));

        public ValueTask WithdrawAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) => ValueTask.FromResult(shards);

        public ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<DuePage>> ScanAsync(
            IReadOnlyList<(int Shard, ScanPosition After)> shards, Instant now, int limit, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<DuePage>>([.. shards.Select(from => new DuePage([], More: false, NextVisibleAt: null))]);

        public ValueTask<IReadOnlyList<DueReminder>> ReadAsync(IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<DueReminder>>([]);

        public Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements) => throw new InvalidOperationException("the session is broken");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
