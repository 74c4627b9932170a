namespace Nudge.BotService.Commands;

/// <summary>The labels that the bot gives to reminders.</summary>
internal static class ReminderLabels
{
    /// <summary>The label with a series in words, for the list.</summary>
    public const string Rule = "rule";
}
