using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>A callback by its name: a stream to each of its endpoints, over which deliveries are spread.</summary>
internal sealed class CallbackTarget
{
    private static readonly TimeSpan ResolveInterval = TimeSpan.FromSeconds(10);
    private readonly Dictionary<Uri, (Task Kept, CancellationTokenSource Stop)> _connections = [];
    private readonly string _name;
    private readonly CallbackEndpoints _endpoints;
    private readonly ShardOwner _owner;
    private readonly InFlight _inFlight;
    private readonly ReadingProgress _progress;
    private readonly DeliveryCheck _check;
    private readonly Settler _settler;
    private readonly ShardPulses _pulses;
    private readonly CallbackOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallbackTarget> _log;
    private readonly Suspects _suspects;
    private readonly Lanes? _lanes;
    private ImmutableArray<CallbackStream> _streams = [];
    private TaskCompletionSource? _changed;

    public CallbackTarget(
        string name, CallbackEndpoints endpoints, ShardOwner owner, InFlight inFlight, ReadingProgress progress, DeliveryCheck check, Settler settler,
        ShardPulses pulses, IOptions<CallbackOptions> options, TimeProvider clock, ILogger<CallbackTarget> log)
    {
        (_name, _endpoints, _owner, _inFlight, _progress, _check) = (name, endpoints, owner, inFlight, progress, check);
        (_settler, _pulses, _options, _clock, _log) = (settler, pulses, options.Value, clock, log);
        _suspects = new Suspects(owner, this);
        if (_options.Lanes.TryGetValue(name, out var lanes) && lanes.PerSecond > 0)
            _lanes = new Lanes(lanes, owner, inFlight, progress, clock);
    }

    public string Name => _name;

    /// <summary>Its lanes; null where it is not paced.</summary>
    public Lanes? Lanes => _lanes;

    public bool IsConnected => !_streams.IsEmpty;

    /// <summary>Whether a reminder that is due goes now. What waits is delivered without further ado when it has its slot.</summary>
    public Admission Admit(DueReminder reminder) => _lanes?.Enter(reminder) ?? Admission.Now(lane: null);

    /// <summary>
    /// Hands a delivery to the stream with the most free slots, waiting for one if need be. What a stream broke under before waits for its
    /// turn, and nobody waits for it. What is not this node's to deliver, or cannot be because no endpoint is connected (any more), is given
    /// back.
    /// </summary>
    /// <param name="reminder">What to deliver.</param>
    /// <param name="lane">The lane whose slot it has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask SendAsync(DueReminder reminder, Lane? lane, CancellationToken cancellationToken)
    {
        if (reminder.BrokenStreams > 0 && IsConnected)
            _suspects.Add(reminder, lane);
        else if (!await SendAsync(reminder, lane?.OnSettled, cancellationToken))
            GiveBack(reminder, lane);
    }

    /// <summary>It was not sent. It stays where it is, and is read again.</summary>
    public void GiveBack(DueReminder reminder, Lane? lane)
    {
        _inFlight.Release(reminder);
        _progress.LeftBehind(reminder.Shard, reminder.VisibleAt, untilConnected: !IsConnected);
        if (lane is not null)
            _lanes!.GiveBack(lane);
    }

    /// <summary>The callback wants nothing more of a lane for a time.</summary>
    public void Hold(string lane, TimeSpan time) => _lanes?.Hold(lane, time);

    private async ValueTask<bool> SendAsync(DueReminder reminder, Action? settled, CancellationToken cancellationToken)
    {
        while (_owner.Delivers(reminder))
        {
            if (MostFree() is not { } stream)
                return false;
            if (stream.FreeSlots > 0)
                return stream.TrySend(reminder, settled);

            // Taken before looking once more, so that a change after the look is not missed.
            var changed = NextChange();
            if (MostFree() is { FreeSlots: <= 0 })
                await changed.WaitAsync(cancellationToken);
        }

        return false;
    }

    /// <summary>Keeps a stream to every endpoint until told to stop, then lets what is in flight be answered.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var suspects = _suspects.RunAsync(SendAsync, stoppingToken);
        using var pump = _lanes is null ? null : new LanePump(_lanes, _owner, _inFlight, _progress, _clock, _log);
        var pumping = pump?.RunAsync((reminder, lane) => SendWaitingAsync(reminder, lane, stoppingToken), stoppingToken) ?? Task.CompletedTask;
        using var timer = new PeriodicTimer(ResolveInterval, _clock);
        try
        {
            do
            {
                await ReconcileAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        foreach (var (_, stop) in _connections.Values)
            await stop.CancelAsync();
        await Task.WhenAll(_connections.Values.Select(connection => connection.Kept));
        await Task.WhenAll(suspects, pumping);
    }

    public void ExpireUnanswered()
    {
        foreach (var stream in _streams)
            stream.ExpireUnanswered(_options.AnswerTimeout);
    }

    /// <summary>A stream is open: what waited for it is read again.</summary>
    public void Add(CallbackStream stream)
    {
        ImmutableInterlocked.Update(ref _streams, streams => streams.Add(stream));
        Changed();
        _pulses.RewindAll();
    }

    /// <summary>A stream takes nothing more.</summary>
    public void Remove(CallbackStream stream)
    {
        ImmutableInterlocked.Update(ref _streams, streams => streams.Remove(stream));
        if (!IsConnected)
            _lanes?.Clear();
        Changed();
    }

    /// <summary>There may be a free slot, or a stream more or less: whoever waits looks again.</summary>
    public void Changed() => Interlocked.Exchange(ref _changed, null)?.TrySetResult();

    /// <summary>It has waited for its slot. Much may have happened since it came due.</summary>
    private ValueTask SendWaitingAsync(DueReminder reminder, Lane lane, CancellationToken cancellationToken)
    {
        if (_check.WithoutDelivery(reminder, Instant.Floor(_clock.GetUtcNow()), isReachable: true) is not { } outcome)
            return SendAsync(reminder, lane, cancellationToken);

        _lanes!.GiveBack(lane);
        _settler.Settle(new PendingDelivery(reminder, activity: null, _clock.GetTimestamp()), outcome);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends with the next change.</summary>
    private Task NextChange()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _changed, next, null) ?? next).Task;
    }

    private CallbackStream? MostFree()
    {
        var streams = _streams;
        return streams.Length switch
        {
            0 => null,
            1 => streams[0],
            _ => streams.MaxBy(stream => stream.FreeSlots),
        };
    }

    private async Task ReconcileAsync(CancellationToken stoppingToken)
    {
        IReadOnlySet<Uri> current;
        try
        {
            current = await _endpoints.ResolveAsync(_name, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.Unresolved(_name, failure.Message);
            return;
        }

        foreach (var (endpoint, (_, stop)) in _connections.Where(connection => !current.Contains(connection.Key)).ToList())
        {
            await stop.CancelAsync();
            _connections.Remove(endpoint);
        }

        foreach (var endpoint in current.Where(endpoint => !_connections.ContainsKey(endpoint)))
        {
            var stop = new CancellationTokenSource();
            var connection = new CallbackConnection(this, endpoint, _settler, _options, _clock, _log);
            _connections.Add(endpoint, (connection.KeepAsync(stop.Token), stop));
        }
    }
}
