using System.Globalization;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Memory;

/// <summary>Remembers the reminder that was delivered last, so that "snooze 20 minutes" means it.</summary>
internal sealed class DeliveredReminders(ShortMemory memory, TimeProvider time)
{
    private const string Delivered = "delivered";

    public Task KeepAsync(string conversationId, Delivery delivery) => memory.KeepAsync(
        Delivered, conversationId, delivery.Recipient.UserId,
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds():d15} {NameOf(delivery.Id)} {delivery.Id.ReminderId}"));

    /// <summary>Finds the later one of two deliveries: that to a person, and that to everyone in the conversation.</summary>
    /// <returns>The reminder and the name of its delivery; null when none was delivered in the last hour.</returns>
    public async Task<(string Id, string Delivery)?> FindAsync(IncomingActivity activity, string userId)
    {
        string?[] kept = [await memory.FindAsync(Delivered, activity, userId), await memory.FindAsync(Delivered, activity, "")];
        return kept.Max(StringComparer.Ordinal)?.Split(' ') is [_, var delivery, var id] ? (id, delivery) : null;
    }

    /// <summary>Returns the name of a delivery among those of its reminder.</summary>
    public static string NameOf(DeliveryId id) => string.Create(CultureInfo.InvariantCulture, $"{id.Occurrence}.{id.Generation}");

    public Task ForgetAsync(IncomingActivity activity, string userId) => memory.ForgetAsync(Delivered, activity, userId);
}
