using Nudge.BotService.Reminders;

namespace Nudge.BotService;

/// <summary>What the bot had to say in a turn did not go out. Teams repeats the activity, and with it the turn.</summary>
internal sealed class NotSentException(DeliveryOutcome outcome) : Exception($"the answer was not sent: {outcome}");
