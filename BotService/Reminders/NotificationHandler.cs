using Nudge.BotService.Channel;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>
/// Delivers a due reminder with one message at most, under the given receipt. The method is static and known by its name: see
/// <see cref="Notifications"/>.
/// </summary>
internal delegate Task<DeliveryOutcome> NotificationHandler(Delivery reminder, App app, Receipt receipt, CancellationToken cancellationToken);
