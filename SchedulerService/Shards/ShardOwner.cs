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
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<int> _held = [];
    private readonly bool[] _owned = new bool[Shard.Count];
    private readonly int _start = Random.Shared.Next(Shard.Count);
    private volatile IShardSession? _session;
    private bool _clockWasSet;
    private bool _isOut;

    /// <summary>The present session; null while there is none.</summary>
    public IShardSession? Session => _session is { IsGone: false } session ? session : null;

    /// <summary>The shards that this node delivers.</summary>
    public IReadOnlyList<int> Owned => [.. Enumerable.Range(0, Shard.Count).Where(Owns)];

    /// <summary>Whether this node, and for certain nobody else, delivers a shard.</summary>
    public bool Owns(int shard) => Volatile.Read(ref _owned[shard]) && Session is { IsTrusted: true };

    /// <summary>Whether what was read of a reminder is still this node's to deliver.</summary>
    public bool Delivers(DueReminder reminder) => ReferenceEquals(reminder.Session, Session) && Owns(reminder.Shard);

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
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                await TickAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
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

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_session is { IsGone: true } gone)
                await LoseAsync(gone);

            var session = _session ??= await sessions.OpenAsync(cancellationToken);
            var census = await session.TouchAsync(cancellationToken);
            Discipline(census.Now);

            var share = lifetime.ApplicationStopping.IsCancellationRequested ? 0 : ShardBalance.FairShare(census.Nodes);
            await GiveUpAsync(session, share, cancellationToken);
            await TakeAsync(session, census, share, cancellationToken);
            _isOut = false;
        }
        catch (StoreUnavailableException failure)
        {
            // Once for each outage; what has become of the session is seen at the next look.
            if (!_isOut)
                log.StoreUnavailable(failure);
            _isOut = true;
        }
    }

    private async Task TakeAsync(IShardSession session, Census census, int share, CancellationToken cancellationToken)
    {
        var wanted = ShardBalance.Wanted(_held, census.TakenByOthers, share, _start);
        if (wanted.Count == 0)
            return;

        foreach (var shard in await session.AcquireAsync(wanted, cancellationToken))
        {
            _held.Add(shard);
            Volatile.Write(ref _owned[shard], true);
            pulses.Pulse(shard, long.MinValue);
        }

        log.Owns(_held.Count, census.Nodes);
    }

    /// <summary>Reads nothing more of the excess; what is drained is released, what is not has its turn at the next look.</summary>
    private async Task GiveUpAsync(IShardSession session, int share, CancellationToken cancellationToken)
    {
        var leaving = _held.Order().Take(ShardBalance.Excess(_held.Count, share)).ToList();
        foreach (var shard in leaving)
            Volatile.Write(ref _owned[shard], false);

        var drained = leaving.Where(shard => inFlight.CountOf(shard, session) == 0).ToList();
        if (drained.Count == 0)
            return;

        await session.ReleaseAsync(drained, cancellationToken);
        _held.ExceptWith(drained);
        log.GaveUp(drained.Count, _held.Count);
    }

    private async Task LoseAsync(IShardSession session)
    {
        log.LostSession(_held.Count);
        await LeaveAsync(session);
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
