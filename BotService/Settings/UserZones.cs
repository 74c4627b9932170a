using NodaTime;
using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Settings;

/// <summary>Knows the time zone of each person: the one that the person set, otherwise that of the person's Teams client.</summary>
internal sealed class UserZones(IDatabase redis, ConversationStore conversations)
{
    private const string Zone = "zone";

    /// <summary>Finds the zone of a name.</summary>
    /// <returns>The zone; null when there is none of this name.</returns>
    public static DateTimeZone? Parse(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
        ?? DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id => id.Equals(name, StringComparison.OrdinalIgnoreCase)) switch { { } id => DateTimeZoneProviders.Tzdb[id], _ => null };

    /// <summary>Finds the zone of the person who acted.</summary>
    /// <returns>The zone; null when it is unknown.</returns>
    public async Task<DateTimeZone?> FindAsync(IncomingActivity activity, string userId)
    {
        var set = await redis.HashGetAsync(KeyOf(userId), Zone);
        return Parse(set.ToString()) ?? Parse(activity.Conversation.TimeZone ?? "") ?? Parse((await StoredAsync(activity))?.TimeZone ?? "");
    }

    public Task SetAsync(string userId, DateTimeZone zone) => redis.HashSetAsync(KeyOf(userId), Zone, zone.Id);

    // The zone of a group chat is that of its latest speaker.
    private async Task<ConversationReference?> StoredAsync(IncomingActivity activity) =>
        activity.Conversation.IsPersonal ? await conversations.FindAsync(activity.Conversation.ConversationId) : null;

    private static RedisKey KeyOf(string userId) => $"nudge:settings:{userId}";
}
