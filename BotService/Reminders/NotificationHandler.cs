using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>
/// Delivers a reminder that is due, by one message at most, under the receipt that it is given. A static method, known by its name: see
/// <see cref="Notifications"/>.
/// </summary>
internal delegate Task<DeliveryOutcome> NotificationHandler(Delivery reminder, App app, Receipt receipt, CancellationToken cancellationToken);
