using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>A callback, found by its name. It keeps a stream to each endpoint and spreads the deliveries over the streams.</summary>
internal sealed class CallbackTarget
{
    private static readonly TimeSpan ResolveInterval = TimeSpan.FromSeconds(10);
    private readonly Dictionary<Uri, (Task Kept, CancellationTokenSource Stop)> _connections = [];
    private readonly string _name;
    private readonly CallbackEndpoints _endpoints;
    private readonly ShardOwner _owner;
    private readonly InFlight _inFlight;
    private readonly DeliveryCheck _check;
    private readonly Settler _settler;
    private readonly ShardPulses _pulses;
    private readonly CallbackOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallbackTarget> _log;
    private readonly PoisonProbe _probe;
    private readonly Lanes? _lanes;
    private ImmutableArray<CallbackStream> _streams = [];
    private TaskCompletionSource? _changed;

    public CallbackTarget(
        string name, CallbackEndpoints endpoints, ShardOwner owner, InFlight inFlight, DeliveryCheck check, Settler settler,
        ShardPulses pulses, IOptions<CallbackOptions> options, TimeProvider clock, ILogger<CallbackTarget> log)
    {
        (_name, _endpoints, _owner, _inFlight, _check) = (name, endpoints, owner, inFlight, check);
        (_settler, _pulses, _options, _clock, _log) = (settler, pulses, options.Value, clock, log);
        _probe = new PoisonProbe(owner, this);
        if (_options.Lanes.TryGetValue(name, out var lanes) && lanes.PerSecond > 0)
            _lanes = new Lanes(lanes, owner, inFlight, clock);
    }

    public string Name => _name;

    /// <summary>Gets the lanes of the callback; null when they have no limits.</summary>
    public Lanes? Lanes => _lanes;

    public bool IsConnected => !_streams.IsEmpty;

    /// <summary>
    /// Returns whether a due reminder is delivered now. A reminder that waits in memory is delivered when its lane has a slot, without another call.
    /// </summary>
    public Admission Admit(DueReminder reminder) => _lanes?.Enter(reminder) ?? Admission.Now(lane: null);

    /// <summary>
    /// Hands a delivery to the stream with the most free slots, and waits for a slot if necessary. A suspect, under which a stream broke before, is
    /// queued in <see cref="PoisonProbe"/> without a wait. A reminder is given back when this node no longer owns its shard or no endpoint is connected.
    /// </summary>
    /// <param name="reminder">The reminder to deliver.</param>
    /// <param name="lane">The lane whose slot the delivery uses; null when the lanes have no limits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask SendAsync(DueReminder reminder, Lane? lane, CancellationToken cancellationToken)
    {
        if (reminder.BrokenStreams > 0 && IsConnected)
            _probe.Add(reminder, lane);
        else if (!await SendAsync(reminder, lane?.OnSettled, cancellationToken))
            GiveBack(reminder, lane);
    }

    /// <summary>Gives back a reminder that was not sent. It stays in the store and is read again.</summary>
    public void GiveBack(DueReminder reminder, Lane? lane)
    {
        _inFlight.Requeue(reminder, untilConnected: !IsConnected);
        if (lane is not null)
            _lanes!.GiveBack(lane);
    }

    /// <summary>Stops a lane for a time. The callback requested the stop.</summary>
    public void Hold(string lane, TimeSpan time) => _lanes?.Hold(lane, time);

    private async ValueTask<bool> SendAsync(DueReminder reminder, Action? settled, CancellationToken cancellationToken)
    {
        while (_owner.Delivers(reminder))
        {
            if (PickStream() is not { } stream)
                return false;
            if (stream.FreeSlots > 0)
                return stream.TrySend(reminder, settled);

            // The wait starts before the second look, so that it sees a change that follows the look.
            var changed = NextChange();
            if (PickStream() is { FreeSlots: <= 0 })
                await changed.WaitAsync(cancellationToken);
        }

        return false;
    }

    /// <summary>Keeps a stream to each endpoint until told to stop. Then waits for the answers to deliveries in flight.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var suspects = _probe.RunAsync(SendAsync, stoppingToken);
        using var pump = _lanes is null ? null : new LanePump(_lanes, _inFlight, _clock, _log);
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

    /// <summary>Adds an open stream. All shards are read again from their start, because reminders may have waited for the callback.</summary>
    public void Add(CallbackStream stream)
    {
        ImmutableInterlocked.Update(ref _streams, streams => streams.Add(stream));
        Changed();
        _pulses.RewindAll();
    }

    /// <summary>Removes a stream that takes no more deliveries.</summary>
    public void Remove(CallbackStream stream)
    {
        ImmutableInterlocked.Update(ref _streams, streams => streams.Remove(stream));
        if (!IsConnected)
            _lanes?.Clear();
        Changed();
    }

    /// <summary>Wakes the deliveries that wait for a slot: a slot may be free, or a stream was added or removed.</summary>
    public void Changed() => Interlocked.Exchange(ref _changed, null)?.TrySetResult();

    /// <summary>
    /// Sends a reminder that waited for its slot, unless it needs no delivery any more: it may have expired or been missed meanwhile.
    /// </summary>
    private ValueTask SendWaitingAsync(DueReminder reminder, Lane lane, CancellationToken cancellationToken)
    {
        if (_check.WithoutDelivery(reminder, Instant.Floor(_clock.GetUtcNow()), isReachable: true) is not { } outcome)
            return SendAsync(reminder, lane, cancellationToken);

        _lanes!.GiveBack(lane);
        _settler.Settle(new PendingDelivery(reminder, activity: null, _clock.GetTimestamp()), outcome);
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns a task that ends with the next change.</summary>
    private Task NextChange()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _changed, next, null) ?? next).Task;
    }

    private CallbackStream? PickStream()
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
