namespace Nudge.BotService.Commands;

/// <summary>The labels that the bot gives to reminders.</summary>
internal static class ReminderLabels
{
    /// <summary>The label with a series in words, for the list.</summary>
    public const string Rule = "rule";

    /// <summary>The label with the delivery that a snoozed reminder repeats.</summary>
    public const string Snoozes = "snoozes";

    /// <summary>The label with the user who asked for a reminder of another person, or of everyone.</summary>
    public const string Asker = "asker";
}
