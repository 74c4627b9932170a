using NodaTime;
using Nudge.BotService.Words;

namespace Nudge.BotService.Settings;

/// <summary>What a person has set.</summary>
/// <param name="Zone">The time zone; null when it is unknown.</param>
/// <param name="Times">When the parts of the day are.</param>
internal sealed record PersonSettings(DateTimeZone? Zone, DayTimes Times)
{
    public DateTimeZone ZoneOrUtc => Zone ?? DateTimeZone.Utc;
}
