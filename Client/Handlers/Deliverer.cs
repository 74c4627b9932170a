using Microsoft.Extensions.Logging;
using Nudge.V1;

namespace Nudge.Client;

/// <summary>Delivers a reminder by one call of its handler. At most <paramref name="slots"/> deliveries run at a time.</summary>
internal sealed class Deliverer(
    HandlerTable handlers, DeliveryReceipts receipts, TimeProvider time, ILogger<Deliverer> logger, int slots = Deliverer.Slots)
    : IDisposable
{
    /// <summary>The default number of deliveries at a time: one second at the rate that Teams allows, for ten tenants.</summary>
    public const int Slots = 512;

    /// <summary>How long a reminder waits for a version that knows its handler, as in a rolling deployment.</summary>
    private static readonly TimeSpan UnknownHandlerGrace = TimeSpan.FromHours(1);

    private static readonly TimeSpan UnknownHandlerRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SlotWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlotRetry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _slots = new(slots);

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery)
    {
        using var activity = HandlerTrace.Start(delivery, handlers);
        if (!await _slots.WaitAsync(SlotWait))
            return HandlerTrace.Ended(activity, new DeliveryOutcome.RetryLater(SlotRetry, "the callback is busy"));

        try
        {
            return HandlerTrace.Ended(activity, await FindAndCallAsync(delivery));
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task<DeliveryOutcome> FindAndCallAsync(Delivery delivery)
    {
        if (delivery is not { Id.ReminderId.Length: > 0, Recipient: not null, Notification: not null, Due: not null } || DueOf(delivery) is not { } due)
            return new DeliveryOutcome.Rejected("the delivery lacks its id, recipient, notification or due time");

        if (handlers.Find(delivery.Notification.Handler) is not { } handler)
            return UnknownHandler(delivery, due);

        var id = delivery.Id;
        return await receipts.SendOnceAsync($"{id.ReminderId}/{id.Occurrence}/{id.Generation}", delivery.Attempt, (receipt, timeout) => CallAsync(handler, delivery, receipt, timeout));
    }

    /// <summary>Returns the due time; null when the timestamp is not a time.</summary>
    private static DateTimeOffset? DueOf(Delivery delivery)
    {
        try
        {
            return delivery.Due.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private DeliveryOutcome UnknownHandler(Delivery delivery, DateTimeOffset due)
    {
        var name = delivery.Notification.Handler;
        var reason = name.Length > 0
            ? $"the callback has no handler {name}: add it with AddReminderHandlers"
            : "the reminder names no handler, and the callback has none with the empty name: name one, or add one with Add(\"\", handler)";
        if (time.GetUtcNow() - UnknownHandlerGrace < due)
            return new DeliveryOutcome.RetryLater(UnknownHandlerRetry, reason);

        logger.UnknownHandler(name, delivery.Id.ReminderId);
        return new DeliveryOutcome.Rejected(reason);
    }

    private async Task<DeliveryOutcome> CallAsync(BoundHandler handler, Delivery delivery, DeliveryReceipt receipt, CancellationToken timeout)
    {
        try
        {
            if (!handler.TakesReceipt && !await receipt.BeginAsync())
                return new DeliveryOutcome.RetryLater(TimeSpan.Zero, "another process has begun to send the message");
            return await handler.CallAsync(delivery, receipt, timeout);
        }
        catch (NotDeliveredException failure)
        {
            return failure.Outcome;
        }
        catch (Exception failure) when (failure is not ReceiptStoreException)
        {
            logger.HandlerFailed(failure, delivery.Notification.Handler, delivery.Id.ReminderId);
            return new DeliveryOutcome.Ambiguous($"the handler failed: {failure.GetType().Name}");
        }
    }
}
