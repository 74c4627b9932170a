namespace Nudge.BotService.Commands;

/// <summary>What a person was asked.</summary>
/// <param name="Text">The text of the reminder.</param>
/// <param name="Language">The code of the request's language.</param>
/// <param name="Choices">The choices, in the order shown.</param>
internal sealed record Question(string Text, string Language, IReadOnlyList<Choice> Choices);
