using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// Keeps the session that owns this node's shards: opens it, touches it, takes what is free up to a fair share, and gives up what is
/// too much once nothing of it is in flight. A session that has ended takes everything with it; the next one starts with nothing.
/// </summary>
internal sealed class ShardOwner(
    IShardSessions sessions, StoreClock clock, ShardPulses pulses, InFlight inFlight, IHostApplicationLifetime lifetime, ILogger<ShardOwner> log)
    : BackgroundService
{
    /// <summary>How often it looks around. A killed node's shards are free at once, and so are taken within this.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it looks while shards are to move, for nobody delivers one that has been given up and not yet been taken.</summary>
    private static readonly TimeSpan MovingInterval = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<int> _held = [];
    private readonly bool[] _owned = new bool[Shard.Count];
    private readonly long[] _takenAt = new long[Shard.Count];
    private readonly int _start = Random.Shared.Next(Shard.Count);
    private volatile IShardSession? _session;
    private bool _hasWithdrawn;
    private bool _clockWasSet;
    private bool _isOut;

    /// <summary>The present session; null while there is none.</summary>
    public IShardSession? Session => _session is { IsGone: false } session ? session : null;

    /// <summary>The shards that this node delivers.</summary>
    public IReadOnlyList<int> Owned => [.. Enumerable.Range(0, Shard.Count).Where(Owns)];

    /// <summary>Whether this node, and for certain nobody else, delivers a shard.</summary>
    public bool Owns(int shard) => Volatile.Read(ref _owned[shard]) && Session is { IsTrusted: true };

    /// <summary>The timestamp at which this node last took a shard over. What another delivered of it, it did before.</summary>
    public long TakenAt(int shard) => Volatile.Read(ref _takenAt[shard]);

    /// <summary>Whether what was read of a reminder is still this node's to deliver.</summary>
    public bool Delivers(DueReminder reminder) => ReferenceEquals(reminder.Session, Session) && Owns(reminder.Shard);

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The last to stop: until here what was in flight could be settled. With the session everything else is given up.
        await base.StopAsync(cancellationToken);
        if (_session is { } session)
            await LeaveAsync(session);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A node that cannot serve takes nothing from those that can.
            await StartedAsync(stoppingToken);
            while (true)
            {
                var isSettled = await TickAsync(stoppingToken);
                await Task.Delay(isSettled && !IsStopping ? Interval : MovingInterval, clock, IsStopping ? stoppingToken : lifetime.ApplicationStopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    /// <returns>Whether it has its share, no more and no less.</returns>
    private async Task<bool> TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            var share = 0;
            if (IsStopping)
            {
                await WithdrawAsync(cancellationToken);
            }
            else
            {
                var (session, census) = await LookAsync(cancellationToken);
                Discipline(census.Now);

                share = ShardBalance.FairShare(census.Nodes, census.Rank);
                await GiveUpAsync(session, share, cancellationToken);
                await TakeAsync(session, census, share, cancellationToken);
            }

            _isOut = false;
            return _held.Count == share;
        }
        catch (StoreUnavailableException failure)
        {
            // Once for each outage; what has become of the session is seen at the next look.
            if (!_isOut)
                log.StoreUnavailable(failure);
            _isOut = true;
            return true;
        }
    }

    /// <summary>Touches the session; when it turns out to have ended, another is opened at once.</summary>
    private async Task<(IShardSession Session, Census Census)> LookAsync(CancellationToken cancellationToken)
    {
        if (_session is { } session)
        {
            try
            {
                return (session, await session.TouchAsync(cancellationToken));
            }
            catch (StoreUnavailableException) when (session.IsGone)
            {
                log.LostSession(_held.Count);
                await LeaveAsync(session);
            }
        }

        _session = session = await sessions.OpenAsync(cancellationToken);
        return (session, await session.TouchAsync(cancellationToken));
    }

    /// <summary>Lets the others have everything: from now on they share it among themselves, and what is in flight is theirs once it is settled.</summary>
    private async Task WithdrawAsync(CancellationToken cancellationToken)
    {
        if (Session is not { } session)
            return;

        if (_hasWithdrawn)
            await session.TouchAsync(cancellationToken);
        else
            await session.WithdrawAsync(cancellationToken);
        _hasWithdrawn = true;
        await GiveUpAsync(session, share: 0, cancellationToken);
    }

    private async Task TakeAsync(IShardSession session, Census census, int share, CancellationToken cancellationToken)
    {
        var wanted = ShardBalance.Wanted(_held, census.TakenByOthers, share, _start);
        if (wanted.Count == 0)
            return;

        var taken = await session.AcquireAsync(wanted, cancellationToken);
        foreach (var shard in taken)
        {
            _held.Add(shard);
            Volatile.Write(ref _takenAt[shard], clock.GetTimestamp());
            Deliver(shard);
        }

        if (taken.Count > 0)
            log.Owns(_held.Count, census.Nodes);
    }

    /// <summary>
    /// Reads nothing more of the excess; what is drained is released, what is not has its turn at the next look. What was in excess at the
    /// last look and is no longer is kept after all.
    /// </summary>
    private async Task GiveUpAsync(IShardSession session, int share, CancellationToken cancellationToken)
    {
        var leaving = _held.Order().Take(ShardBalance.Excess(_held.Count, share)).ToHashSet();
        foreach (var shard in leaving)
            Volatile.Write(ref _owned[shard], false);
        foreach (var shard in _held.Where(shard => !leaving.Contains(shard) && !_owned[shard]))
            Deliver(shard);

        var drained = leaving.Where(shard => inFlight.CountOf(shard, session) == 0).ToList();
        if (drained.Count == 0)
            return;

        await session.ReleaseAsync(drained, cancellationToken);
        _held.ExceptWith(drained);
        log.GaveUp(drained.Count, _held.Count);
    }

    private void Deliver(int shard)
    {
        Volatile.Write(ref _owned[shard], true);
        pulses.Pulse(shard, long.MinValue);
    }

    private async Task LeaveAsync(IShardSession session)
    {
        _session = null;
        Array.Clear(_owned);
        _held.Clear();
        await session.DisposeAsync();
    }

    private void Discipline(DateTimeOffset storeNow)
    {
        var ahead = clock.Discipline(storeNow);
        var wasSet = ahead.Duration() > StoreClock.MaxDiscipline;
        if (wasSet && !_clockWasSet)
            log.ClockWasSet(ahead);
        _clockWasSet = wasSet;
    }
}
