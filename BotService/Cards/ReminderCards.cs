using System.Text.Json.Nodes;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Cards;

/// <summary>Makes the card of a reminder, in the language of its conversation.</summary>
internal sealed class ReminderCards(ConversationStore conversations)
{
    public async Task<JsonObject> DueAsync(Delivery delivery)
    {
        var says = Language.Of((await conversations.FindAsync(delivery.Recipient))?.Locale).Says;
        return CardTemplate.Reminder.Fill(new Dictionary<string, JsonNode>
        {
            ["text"] = delivery.Notification.Text,
            ["reminder"] = delivery.Id.ReminderId,
            ["occurrence"] = delivery.Id.Occurrence,
            ["done"] = says.Done,
            ["twentyMinutes"] = says.SnoozeTwentyMinutes,
            ["oneHour"] = says.SnoozeOneHour,
            ["threeHours"] = says.SnoozeThreeHours,
            ["tomorrow"] = says.SnoozeTomorrow,
        });
    }

    /// <summary>Returns the card of a reminder on which a person has clicked.</summary>
    public static JsonObject Settled(string text, string note) => CardTemplate.Settled.Fill(new Dictionary<string, JsonNode> { ["text"] = text, ["note"] = note });
}
