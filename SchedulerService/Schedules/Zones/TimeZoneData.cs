using System.Collections.Frozen;
using NodaTime;

namespace Nudge.SchedulerService.Schedules;

/// <summary>One version of the time-zone data.</summary>
internal sealed class TimeZoneData(IDateTimeZoneProvider provider)
{
    // The provider also creates zones that the data does not contain, such as "UTC+02:00".
    private readonly FrozenSet<string> _ids = provider.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the version that the data states: "TZDB: 2025b (mapping: …)".</summary>
    public string Version => provider.VersionId;

    /// <summary>Returns the zone with exactly this IANA name; null if the data does not contain it.</summary>
    public DateTimeZone? Find(string id) => _ids.Contains(id) ? provider[id] : null;
}
