using System.Text.Json.Nodes;
using Nudge.BotService.Words;

namespace Nudge.BotService.Cards;

/// <summary>Makes the cards of reminders.</summary>
internal static class ReminderCards
{
    /// <summary>Returns the card of a reminder that is due.</summary>
    /// <param name="reminder">The reminder, with the name of its delivery and its text.</param>
    /// <param name="details">The person whom the reminder is for, and the person who asked for it.</param>
    /// <param name="says">The language.</param>
    public static JsonObject Due((string Id, string Delivery, string Text) reminder, ReminderDetails details, Sayings says)
    {
        var mention = details is { UserId: { } userId, UserName: { } userName } ? PersonMention.Of(userId, userName) : null;
        return CardTemplate.Reminder.Fill(new Dictionary<string, JsonNode?>
        {
            ["mention"] = mention?.Text,
            ["mentions"] = mention is null ? null : new JsonObject { ["entities"] = new JsonArray(mention.ToEntity()) },
            ["text"] = reminder.Text,
            ["askedBy"] = details.AskerName is { } asker ? Wording.Fill(says.AskedBy, asker) : null,
            ["reminder"] = reminder.Id,
            ["delivery"] = reminder.Delivery,
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
            ["textLabel"] = says.EditText,
            ["whenLabel"] = says.EditWhen,
            ["when"] = says.WhenExample,
            ["save"] = says.Save,
            ["openMessage"] = says.OpenMessage,
            ["link"] = details.Link,
            ["mute"] = details is { UserId: not null, AskerName: { } sender } ? Wording.Fill(says.Mute, sender) : null,
        });
    }

    /// <summary>Returns the card of a reminder on which a person has acted.</summary>
    /// <param name="text">The reminder's text; null when the note has it.</param>
    /// <param name="note">What the person did.</param>
    public static JsonObject Settled(string? text, string note) => CardTemplate.Settled.Fill(new Dictionary<string, JsonNode?> { ["text"] = text, ["note"] = note });

    /// <summary>Returns the card that confirms a registration.</summary>
    /// <param name="said">The confirmation.</param>
    /// <param name="reminder">The reminder, with its text.</param>
    /// <param name="when">The time that the reminder has.</param>
    /// <param name="says">The language.</param>
    public static JsonObject Confirmation(string said, (string Id, string Text) reminder, string when, Sayings says) => CardTemplate.Confirmation.Fill(new Dictionary<string, JsonNode?>
    {
        ["lines"] = new JsonArray([.. said.Split('\n').Select(line => CardTemplate.Line.Fill(new Dictionary<string, JsonNode?> { ["text"] = line }))]),
        ["reminder"] = reminder.Id,
        ["text"] = reminder.Text,
        ["undo"] = says.Undo,
        ["edit"] = says.Edit,
        ["textLabel"] = says.EditText,
        ["whenLabel"] = says.EditWhen,
        ["when"] = when,
        ["save"] = says.Save,
    });

    /// <summary>Returns the card with the form that changes a reminder.</summary>
    /// <param name="id">The reminder's id.</param>
    /// <param name="text">The reminder's text.</param>
    /// <param name="when">The time that the reminder has.</param>
    /// <param name="list">The page of the list to go back to, and the user whose list it is; null without a list.</param>
    /// <param name="says">The language.</param>
    public static JsonObject Edit(string id, string text, string when, (long Page, string UserId)? list, Sayings says) => CardTemplate.Edit.Fill(new Dictionary<string, JsonNode?>
    {
        ["reminder"] = id,
        ["text"] = text,
        ["textLabel"] = says.EditText,
        ["whenLabel"] = says.EditWhen,
        ["when"] = when,
        ["save"] = says.Save,
        ["back"] = list is null ? null : says.Back,
        ["page"] = list?.Page,
        ["user"] = list?.UserId,
    });
}
