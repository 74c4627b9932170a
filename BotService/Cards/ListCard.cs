using System.Text.Json.Nodes;
using Nudge.BotService.Words;
using Nudge.V1;

namespace Nudge.BotService.Cards;

/// <summary>Makes the card of a list of reminders, page by page.</summary>
internal static class ListCard
{
    private const int PageSize = 5;

    /// <param name="reminders">All reminders, each with its time in words.</param>
    /// <param name="page">The page, from 0. A page after the last one shows the last one.</param>
    /// <param name="userId">The user whose list it is.</param>
    /// <param name="says">The language.</param>
    public static JsonObject Of(IReadOnlyList<(Reminder Reminder, string Time)> reminders, long page, string userId, Sayings says)
    {
        var last = (reminders.Count - 1) / PageSize;
        var shown = (int)Math.Clamp(page, 0, last);
        return CardTemplate.List.Fill(new Dictionary<string, JsonNode?>
        {
            ["rows"] = new JsonArray([.. reminders.Index().Skip(shown * PageSize).Take(PageSize).Select(row => RowOf(row.Index + 1, row.Item.Reminder, row.Item.Time, shown, userId, says))]),
            ["user"] = userId,
            ["sooner"] = says.ListSooner,
            ["later"] = says.ListLater,
            ["previous"] = shown > 0 ? shown - 1 : null,
            ["next"] = shown < last ? shown + 1 : null,
        });
    }

    private static JsonObject RowOf(int number, Reminder reminder, string time, int page, string userId, Sayings says)
    {
        var isPaused = reminder.State == ReminderState.Paused;
        return CardTemplate.ListRow.Fill(new Dictionary<string, JsonNode?>
        {
            ["line"] = Wording.Fill(says.ListLine, number, Wording.Shorten(reminder.Notification.Text)),
            ["time"] = time,
            ["reminder"] = reminder.Id,
            ["page"] = page,
            ["user"] = userId,
            ["edit"] = says.Edit,
            ["pause"] = isPaused ? null : says.Pause,
            ["resume"] = isPaused ? says.Resume : null,
            ["cancel"] = says.Cancel,
        });
    }
}
