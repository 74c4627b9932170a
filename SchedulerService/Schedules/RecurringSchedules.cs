using System.Collections.Concurrent;
using Nudge.V1;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Caches parsed recurring schedules. Parsing a schedule costs more than evaluating it, and the same schedules are evaluated again and again.
/// </summary>
internal sealed class RecurringSchedules(TimeZones zones)
{
    /// <summary>The number of cached schedules at which the cache is emptied. About 10 MB.</summary>
    private const int MaxKept = 4096;

    private sealed record Key(string Text, string Start, string TimeZone);

    private sealed record Kept(TimeZoneData Zones, ConcurrentDictionary<Key, RecurringSchedule> Schedules);

    private volatile Kept _kept = new(zones.Current, new ConcurrentDictionary<Key, RecurringSchedule>());

    /// <summary>Returns the parsed schedule under the current time-zone data.</summary>
    /// <exception cref="ScheduleFaultException">The schedule cannot be read, or its zone is unknown.</exception>
    public RecurringSchedule Find(Schedule schedule)
    {
        var (kept, current, key) = (_kept, zones.Current, KeyOf(schedule));
        if (ReferenceEquals(kept.Zones, current) && kept.Schedules.TryGetValue(key, out var known))
            return known;

        if (!ReferenceEquals(kept.Zones, current) || kept.Schedules.Count >= MaxKept)
            _kept = kept = new Kept(current, new ConcurrentDictionary<Key, RecurringSchedule>());
        return kept.Schedules.GetOrAdd(key, Parse, current);
    }

    private static Key KeyOf(Schedule schedule) => schedule.WhenCase == Schedule.WhenOneofCase.Cron
        ? new Key(schedule.Cron.Expression, "", schedule.Cron.TimeZone)
        : new Key(schedule.Recurrence.Rule, schedule.Recurrence.Start, schedule.Recurrence.TimeZone);

    private static RecurringSchedule Parse(Key key, TimeZoneData zones)
    {
        var zone = zones.Find(key.TimeZone)
            ?? throw new ScheduleFaultException($"The time zone {key.TimeZone} is not in the time-zone data ({zones.Version}).");
        try
        {
            if (key.Start.Length == 0)
                return RecurringSchedule.OfCron(key.Text, new WallClock(zone, gapEnds: true));
            if (!WallTimeText.TryParse(key.Start, out var start))
                throw new FormatException("the start is not a wall-clock time");
            return RecurringSchedule.OfRule(RuleText.Parse(key.Text), start, new WallClock(zone, gapEnds: false));
        }
        catch (FormatException reason)
        {
            throw new ScheduleFaultException($"The schedule cannot be read: {reason.Message}.", reason);
        }
    }
}
