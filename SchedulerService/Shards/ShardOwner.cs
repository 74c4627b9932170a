using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// Keeps the session that owns the shards of this node. It opens the session, checks it, takes free shards up to the fair share, and releases excess
/// shards once nothing of them is in flight. A session that ends loses all its shards; the next session starts with none.
/// </summary>
internal sealed class ShardOwner(
    IShardSessions sessions, StoreClock clock, ShardPulses pulses, InFlight inFlight, IHostApplicationLifetime lifetime, ILogger<ShardOwner> log)
    : BackgroundService
{
    /// <summary>The time between two checks. The shards of a killed node are free at once, so other nodes take them within this time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The time between two checks while shards move. No node delivers a shard that is released and not yet taken.</summary>
    private static readonly TimeSpan MovingInterval = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<int> _held = [];
    private readonly bool[] _owned = new bool[Shard.Count];
    private readonly long[] _takenAt = new long[Shard.Count];
    private readonly int _start = Random.Shared.Next(Shard.Count);
    private volatile IShardSession? _session;
    private bool _hasWithdrawn;
    private bool _clockWasSet;
    private bool _isOut;

    /// <summary>Gets the current session; null while there is none.</summary>
    public IShardSession? Session => _session is { IsGone: false } session ? session : null;

    /// <summary>Gets the shards that this node delivers.</summary>
    public IReadOnlyList<int> Owned => [.. Enumerable.Range(0, Shard.Count).Where(Owns)];

    /// <summary>Returns whether this node delivers a shard, and no other node can.</summary>
    public bool Owns(int shard) => Volatile.Read(ref _owned[shard]) && Session is { IsTrusted: true };

    /// <summary>
    /// Returns the timestamp of the clock (not an instant) at which this node last took over a shard. Another node delivered the shard only before
    /// that time.
    /// </summary>
    public long TakenAt(int shard) => Volatile.Read(ref _takenAt[shard]);

    /// <summary>Returns whether this node may still deliver a reminder that it read.</summary>
    public bool Delivers(DueReminder reminder) => ReferenceEquals(reminder.Session, Session) && Owns(reminder.Shard);

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // This service stops last, so that the deliveries in flight could be settled. The end of the session releases all shards.
        await base.StopAsync(cancellationToken);
        if (_session is { } session)
            await LeaveAsync(session);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A node that does not serve yet takes no shards from nodes that do.
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

    /// <returns>True when the node owns exactly its share, or the store is unavailable.</returns>
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
            // Logged once for each outage. The next check shows whether the session survived.
            if (!_isOut)
                log.StoreUnavailable(failure);
            _isOut = true;
            return true;
        }
    }

    /// <summary>Checks the session. Opens another at once when the session has ended.</summary>
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

    /// <summary>
    /// Withdraws this node, so that the other nodes share all shards. Each shard is released once its deliveries in flight are settled.
    /// </summary>
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
    /// Stops reading the excess shards and releases those with nothing in flight; the rest follow at a later check. A shard that is no longer in
    /// excess is kept.
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
        pulses.Pulse(shard, Instant.Earliest);
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
