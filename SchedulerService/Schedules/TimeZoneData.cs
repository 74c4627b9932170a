using System.Collections.Frozen;
using NodaTime;

namespace Nudge.SchedulerService.Schedules;

/// <summary>One version of the time-zone data.</summary>
internal sealed class TimeZoneData(IDateTimeZoneProvider provider)
{
    // The provider itself also makes up zones that the data does not name, such as "UTC+02:00".
    private readonly FrozenSet<string> _ids = provider.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the data calls itself: "TZDB: 2025b (mapping: …)".</summary>
    public string Version => provider.VersionId;

    /// <summary>The zone with exactly this IANA name; null where the data has none.</summary>
    public DateTimeZone? Find(string id) => _ids.Contains(id) ? provider[id] : null;
}
