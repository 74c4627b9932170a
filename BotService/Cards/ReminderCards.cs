using System.Text.Json.Nodes;
using Nudge.BotService.Words;

namespace Nudge.BotService.Cards;

/// <summary>Makes the cards of reminders.</summary>
internal static class ReminderCards
{
    /// <summary>Returns the card of a reminder that is due.</summary>
    /// <param name="reminder">The reminder, with its text and the number of its occurrence.</param>
    /// <param name="details">Whom the reminder is for, and who asked for it.</param>
    /// <param name="says">The language.</param>
    public static JsonObject Due((string Id, long Occurrence, string Text) reminder, ReminderDetails details, Sayings says)
    {
        var mention = details is { UserId: { } userId, UserName: { } userName } ? new PersonMention(userId, userName) : null;
        return CardTemplate.Reminder.Fill(new Dictionary<string, JsonNode?>
        {
            ["mention"] = mention?.Text,
            ["mentions"] = mention is null ? null : new JsonObject { ["entities"] = new JsonArray(mention.ToEntity()) },
            ["text"] = reminder.Text,
            ["askedBy"] = details.AskerName is { } asker ? Wording.Fill(says.AskedBy, asker) : null,
            ["reminder"] = reminder.Id,
            ["occurrence"] = reminder.Occurrence,
            ["done"] = says.Done,
            ["snooze"] = says.Snooze,
            ["twentyMinutes"] = says.SnoozeTwentyMinutes,
            ["oneHour"] = says.SnoozeOneHour,
            ["threeHours"] = says.SnoozeThreeHours,
            ["tomorrow"] = says.SnoozeTomorrow,
            ["nextWeek"] = says.SnoozeNextWeek,
            ["pick"] = says.SnoozePick,
            ["date"] = says.PickDate,
            ["time"] = says.PickTime,
            ["edit"] = says.Edit,
            ["openMessage"] = says.OpenMessage,
            ["link"] = details.Link,
            ["mute"] = details.AskerName is { } sender ? Wording.Fill(says.Mute, sender) : null,
        });
    }

    /// <summary>Returns the card of a reminder on which a person has acted.</summary>
    /// <param name="text">The reminder's text; null when the note has it.</param>
    /// <param name="note">What the person did.</param>
    public static JsonObject Settled(string? text, string note) => CardTemplate.Settled.Fill(new Dictionary<string, JsonNode?> { ["text"] = text, ["note"] = note });

    /// <summary>Returns the card that confirms a registration.</summary>
    public static JsonObject Confirmation(string text, string reminder, Sayings says) => CardTemplate.Confirmation.Fill(new Dictionary<string, JsonNode?>
    {
        ["lines"] = new JsonArray([.. text.Split('\n').Select(line => CardTemplate.Line.Fill(new Dictionary<string, JsonNode?> { ["text"] = line }))]),
        ["reminder"] = reminder,
        ["undo"] = says.Undo,
        ["edit"] = says.Edit,
    });

    /// <summary>Returns the card with the form that changes a reminder.</summary>
    /// <param name="reminder">The reminder, with its text and the number of its occurrence.</param>
    /// <param name="when">The time that the reminder has.</param>
    /// <param name="says">The language.</param>
    public static JsonObject Edit((string Id, long Occurrence, string Text) reminder, string when, Sayings says) => CardTemplate.Edit.Fill(new Dictionary<string, JsonNode?>
    {
        ["reminder"] = reminder.Id,
        ["occurrence"] = reminder.Occurrence,
        ["text"] = reminder.Text,
        ["textLabel"] = says.EditText,
        ["whenLabel"] = says.EditWhen,
        ["when"] = when,
        ["save"] = says.Save,
    });
}
