using Nudge.Client;

namespace Nudge.BotService;

/// <summary>The bot's answer in a turn was not sent. Teams repeats the activity, and with it the turn.</summary>
internal sealed class NotSentException(DeliveryOutcome outcome) : Exception($"the answer was not sent: {outcome}");
