using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>One stream to one endpoint of a callback: deliveries go out, results come back in any order.</summary>
internal sealed class CallbackStream : IDisposable
{
    private readonly AsyncDuplexStreamingCall<Delivery, DeliveryResult> _call;
    private readonly ConcurrentDictionary<(Guid Id, long Occurrence, int Generation), PendingDelivery> _outstanding = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<PendingDelivery> _unsent = Channel.CreateUnbounded<PendingDelivery>(new() { SingleReader = true });
    private readonly Action _freeSlot;
    private readonly Task _writing;
    private readonly CallbackTarget _target;
    private readonly Settler _settler;
    private readonly TimeProvider _clock;
    private readonly int _maxInFlight;
    private int _inFlight;
    private volatile bool _closed;
    private volatile bool _endedByUs;

    /// <param name="target">The callback of the stream. The stream notifies it when a slot may be free.</param>
    /// <param name="channel">A connected channel.</param>
    /// <param name="maxInFlight">The number of deliveries that may be unsettled at a time, at least 1.</param>
    /// <param name="settler">Writes the outcomes.</param>
    /// <param name="clock">The scheduler's clock.</param>
    public CallbackStream(CallbackTarget target, GrpcChannel channel, int maxInFlight, Settler settler, TimeProvider clock)
    {
        _target = target;
        _call = new ReminderCallback.ReminderCallbackClient(channel).Deliver(cancellationToken: _end.Token);
        _maxInFlight = maxInFlight;
        _settler = settler;
        _clock = clock;
        _freeSlot = FreeSlot;
        _writing = WriteAsync();
    }

    /// <summary>Gets how many more deliveries the stream takes now.</summary>
    public int FreeSlots => _closed ? 0 : _maxInFlight - Volatile.Read(ref _inFlight);

    /// <summary>
    /// Takes a delivery and sends it after the deliveries taken before. The caller first checks that <see cref="FreeSlots"/> is positive.
    /// </summary>
    /// <param name="reminder">The reminder to deliver.</param>
    /// <param name="settled">Called once, when the settler has handled the outcome and the slot is free again.</param>
    /// <returns>False when the stream is closed or already has the delivery. Then nothing is sent, and <paramref name="settled"/> is not called.</returns>
    public bool TrySend(DueReminder reminder, Action? settled)
    {
        if (_closed)
            return false;

        var id = (reminder.Key.Id, reminder.Key.Occurrence, reminder.Generation);
        var now = Instant.Floor(_clock.GetUtcNow());
        var delivery = new PendingDelivery(reminder, DeliveryTrace.Start(reminder, now), _clock.GetTimestamp())
        {
            SlotFreed = _freeSlot,
            Settled = settled,
        };
        if (!_outstanding.TryAdd(id, delivery))
        {
            DeliveryTrace.Drop(delivery.Activity);
            return false;
        }

        Interlocked.Increment(ref _inFlight);
        if (_unsent.Writer.TryWrite(delivery))
        {
            DeliveryMetrics.Started(reminder, now);
            DeliveryTrace.Waited(delivery);
            return true;
        }

        // The stream has just ended. Its reader either gave this delivery back with the others or did not see it.
        if (!_outstanding.TryRemove(id, out _))
            return true;
        Interlocked.Decrement(ref _inFlight);
        DeliveryTrace.Drop(delivery.Activity);
        return false;
    }

    /// <summary>Reads results until the stream ends, then gives back the outstanding deliveries.</summary>
    /// <returns>The reason for the end, and the number of deliveries that were outstanding.</returns>
    public async Task<(string Reason, int Outstanding)> ReadAsync(ILogger log)
    {
        var reason = "the callback closed the stream";
        var refused = false;
        try
        {
            await foreach (var result in _call.ResponseStream.ReadAllAsync(CancellationToken.None))
                Take(result, log);
        }
        catch (RpcException failure)
        {
            reason = Describe(failure);
            refused = failure.StatusCode is StatusCode.Unimplemented or StatusCode.Unauthenticated or StatusCode.PermissionDenied;
        }
        catch (Exception failure)
        {
            // The outstanding deliveries must be given back, whatever the result was.
            reason = "a result could not be read";
            log.ResultNotRead(failure, _target.Name);
        }

        _closed = true;
        _unsent.Writer.TryComplete();
        var outstanding = _outstanding.Count;
        var hasSuspect = _outstanding.Values.Any(delivery => delivery is { IsSuspect: true, WasSent: true });
        foreach (var id in _outstanding.Keys)
        {
            if (_outstanding.TryRemove(id, out var delivery))
                _settler.Settle(delivery, GiveBack(delivery, hasSuspect, refused, reason));
        }

        return (reason, outstanding);
    }

    /// <summary>
    /// Gives back the deliveries without an answer within the timeout. The scheduler makes them again under the same id, without waiting for a late
    /// result.
    /// </summary>
    public void ExpireUnanswered(TimeSpan answerTimeout)
    {
        foreach (var (id, delivery) in _outstanding)
        {
            if (_clock.GetElapsedTime(delivery.SentAt) > answerTimeout && _outstanding.TryRemove(id, out _))
                _settler.Settle(delivery, new Outcome.NoAnswer());
        }
    }

    /// <summary>Takes no more deliveries and sends the queued ones. Their results may still arrive until the stream is cancelled.</summary>
    public async Task CompleteAsync()
    {
        _closed = true;
        _endedByUs = true;
        _unsent.Writer.TryComplete();
        await _writing;
    }

    /// <summary>Ends the stream. The reader then gives back the outstanding deliveries.</summary>
    public void Cancel() => _end.Cancel();

    public void Dispose()
    {
        _call.Dispose();
        _end.Dispose();
    }

    /// <summary>
    /// Returns the outcome of a delivery that was outstanding when the stream ended. The delivery is not to blame when the scheduler ended the
    /// stream, when the callback refused the stream and so started nothing, or when the delivery was not yet sent. Otherwise a suspect on the stream
    /// is to blame. Without a suspect, every delivery that was sent becomes a suspect.
    /// </summary>
    private Outcome GiveBack(PendingDelivery delivery, bool hasSuspect, bool refused, string reason) =>
        refused ? new Outcome.RetryLater(null, reason)
        : _endedByUs || !delivery.WasSent || (hasSuspect && !delivery.IsSuspect) ? new Outcome.NoAnswer()
        : new Outcome.StreamBroke(reason);

    /// <summary>Writes the queued deliveries. Ends with the stream and never throws.</summary>
    private async Task WriteAsync()
    {
        var stream = _call.RequestStream;
        try
        {
            while (await _unsent.Reader.WaitToReadAsync())
            {
                while (_unsent.Reader.TryRead(out var delivery))
                {
                    delivery.WasSent = true;
                    await stream.WriteAsync(delivery.ToDelivery(), CancellationToken.None);
                }
            }

            await stream.CompleteAsync();
        }
        catch (Exception)
        {
            // After any fault nothing more can be written. The reader reports the reason and gives back the outstanding deliveries.
            _unsent.Writer.TryComplete();
            Cancel();
        }
    }

    private void Take(DeliveryResult result, ILogger log)
    {
        if (result.Id is { } id
            && ReminderId.TryParse(id.ReminderId, out var reminderId)
            && _outstanding.TryRemove((reminderId, id.Occurrence, id.Generation), out var delivery))
        {
            var outcome = Outcome.Of(result);
            if (outcome is Outcome.RetryLater { HoldsLane: true, After: { } time })
                _target.Hold(delivery.Reminder.Content.Lane, time);
            _settler.Settle(delivery, outcome);
        }
        else
        {
            log.UnknownResult(_target.Name);
        }
    }

    private void FreeSlot()
    {
        Interlocked.Decrement(ref _inFlight);
        _target.Changed();
    }

    private static string Describe(RpcException failure) => failure.StatusCode == StatusCode.Unimplemented
        ? $"the callback does not serve nudge.v1.ReminderCallback: map it (in .NET with app.MapReminderCallback), or correct its address or its version ({failure.Status.Detail})"
        : $"{failure.StatusCode}: {failure.Status.Detail}";
}
