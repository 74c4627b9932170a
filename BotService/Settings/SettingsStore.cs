using NodaTime;
using NodaTime.Text;
using Nudge.BotService.Words;
using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Settings;

/// <summary>Keeps the settings of each person. The time zone is that of the person's Teams client until the person sets one.</summary>
internal sealed class SettingsStore(IDatabase redis, ConversationStore conversations)
{
    private const string Zone = "zone";

    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>Finds the zone of a name.</summary>
    /// <returns>The zone; null when there is none of this name.</returns>
    public static DateTimeZone? ParseZone(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
            ?? (DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id => id.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known ? DateTimeZoneProviders.Tzdb[known] : null);
    }

    /// <summary>Finds the settings of the person who acted.</summary>
    public async Task<PersonSettings> FindAsync(IncomingActivity activity, string userId)
    {
        var set = (await redis.HashGetAllAsync(KeyOf(userId))).ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
        var zone = ParseZone(set.GetValueOrDefault(Zone)) ?? ParseZone(activity.Conversation.TimeZone) ?? ParseZone((await StoredAsync(activity))?.TimeZone);
        var times = Enum.GetValues<DayPart>().Where(part => set.ContainsKey(NameOf(part))).Aggregate(DayTimes.Default, (times, part) => times.With(part, Pattern.Parse(set[NameOf(part)]).Value));
        return new PersonSettings(zone, times);
    }

    public Task SetZoneAsync(string userId, DateTimeZone zone) => redis.HashSetAsync(KeyOf(userId), Zone, zone.Id);

    public Task SetTimeAsync(string userId, DayPart part, LocalTime time) => redis.HashSetAsync(KeyOf(userId), NameOf(part), Pattern.Format(time));

    public Task ForgetAsync(string userId) => redis.KeyDeleteAsync(KeyOf(userId));

    // The zone of a group chat is that of its latest speaker.
    private async Task<ConversationReference?> StoredAsync(IncomingActivity activity) =>
        activity.Conversation.IsPersonal ? await conversations.FindAsync(activity.Conversation.ConversationId) : null;

    private static string NameOf(DayPart part) => part.ToString().ToLowerInvariant();

    private static RedisKey KeyOf(string userId) => $"nudge:settings:{userId}";
}
