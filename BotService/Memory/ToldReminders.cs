using System.Globalization;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Memory;

/// <summary>Remembers the reminder that was delivered last, so that "snooze 20 minutes" means it.</summary>
internal sealed class ToldReminders(ShortMemory memory)
{
    private const string Told = "told";

    public Task KeepAsync(string conversationId, Delivery delivery) =>
        memory.KeepAsync(Told, conversationId, delivery.Recipient.UserId, string.Create(CultureInfo.InvariantCulture, $"{delivery.Id.Occurrence} {delivery.Id.ReminderId}"));

    /// <summary>Finds the reminder of a person or, when there is none, of everyone in the conversation.</summary>
    /// <returns>The reminder and its occurrence; null when none was delivered in the last hour.</returns>
    public async Task<(string Id, long Occurrence)?> FindAsync(IncomingActivity activity, string userId) =>
        (await memory.FindAsync(Told, activity, userId) ?? await memory.FindAsync(Told, activity, "")) is { } told
            ? (told[(told.IndexOf(' ') + 1)..], long.Parse(told[..told.IndexOf(' ')], CultureInfo.InvariantCulture))
            : null;
}
