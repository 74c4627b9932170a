namespace Nudge.BotService.Memory;

/// <summary>What a person was asked.</summary>
/// <param name="Text">The text of the reminder.</param>
/// <param name="Language">The code of the request's language.</param>
/// <param name="Choices">The choices, in the order shown.</param>
/// <param name="Audience">Whom a new reminder is for.</param>
/// <param name="Reminder">The id of the reminder to change or to snooze; null to register a new one.</param>
/// <param name="Delivery">The name of the delivery to snooze; null to change the reminder.</param>
internal sealed record Question(string Text, string Language, IReadOnlyList<Choice> Choices, Audience Audience, string? Reminder = null, string? Delivery = null);
