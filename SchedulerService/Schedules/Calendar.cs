using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Contract;
using Nudge.V1;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Computes when reminders are due. Quartz (cron expressions) and <see cref="RuleDates"/> (recurrence rules) work on the wall clock only. The types
/// of this namespace decide what wall-clock times mean in a zone. So no instant is early, doubled or out of order when the clocks change, and the
/// sequence does not depend on the instant that a caller starts from.
/// </summary>
internal sealed class Calendar(TimeZones zones, IOptions<ScheduleOptions> options)
{
    /// <summary>The longest wait for the first instant of a recurring schedule: 50 years.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(18_263);

    private readonly RecurringSchedules _recurring = new(zones);
    private readonly Density _density = new(options.Value.MinInterval);

    /// <summary>Returns whether the schedule recurs.</summary>
    public static bool Recurs(Schedule schedule) => schedule.WhenCase is Schedule.WhenOneofCase.Cron or Schedule.WhenOneofCase.Recurrence;

    /// <summary>Checks everything that does not depend on the current time.</summary>
    /// <param name="schedule">The schedule; null is a violation.</param>
    /// <param name="field">The path of the schedule in the request: "reminder.schedule" or "schedule".</param>
    /// <param name="violations">Receives the violations.</param>
    public void Check(Schedule? schedule, string field, FieldViolations violations)
    {
        var recurring = new ScheduleCheck(zones.Current, field, violations);
        switch (schedule?.WhenCase)
        {
            case Schedule.WhenOneofCase.Cron:
                recurring.Check(schedule.Cron);
                recurring.CheckEnd(schedule);
                break;
            case Schedule.WhenOneofCase.Recurrence:
                recurring.Check(schedule.Recurrence);
                recurring.CheckEnd(schedule);
                break;
            case Schedule.WhenOneofCase.At or Schedule.WhenOneofCase.Delay:
                OneShots.Check(schedule, field, violations);
                break;
            default:
                violations.Add(field, "needs one of at, delay, cron, recurrence");
                break;
        }
    }

    /// <summary>
    /// Returns the first instant of a checked schedule, at or after now (of a one-shot: at most a minute before). Returns null and adds violations
    /// if there is none, if the instants lie too close together, or if the search takes too many steps.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Occurrence? First(Schedule schedule, DateTimeOffset now, string field, FieldViolations violations, CancellationToken cancellationToken = default)
    {
        var present = Instant.Ceiling(now);
        if (!Recurs(schedule))
            return OneShots.Resolve(schedule, present, field, violations);

        var name = schedule.WhenCase == Schedule.WhenOneofCase.Cron ? $"{field}.cron.expression" : $"{field}.recurrence.rule";
        try
        {
            var recurring = _recurring.Find(schedule);
            var search = Search.ForCaller(present + MaxWait, cancellationToken);
            if (_density.Refuses(recurring, present, search) is { } interval)
            {
                violations.Add(name, $"gives instants {interval} apart; at least {options.Value.MinInterval} is required");
                return null;
            }

            return First(schedule, recurring, present, (field, name), violations, search);
        }
        catch (ScheduleFaultException fault)
        {
            violations.Add(name, $"cannot be evaluated: {fault.Message}");
            return null;
        }
    }

    /// <summary>
    /// Lazily returns the instants of a recurring schedule after an instant, ascending, up to the schedule's end and the rule's UNTIL and COUNT.
    /// The caller applies the schedule's own count. Returns nothing for a one-shot.
    /// </summary>
    /// <param name="schedule">A checked schedule.</param>
    /// <param name="instant">The instant, exclusive.</param>
    /// <param name="search">Bounds the work.</param>
    /// <exception cref="ScheduleFaultException">
    /// At once or during enumeration: the schedule can no longer be evaluated, or the search has no steps left.
    /// </exception>
    public IEnumerable<Occurrence> After(Schedule schedule, Instant instant, Search search)
    {
        if (!Recurs(schedule))
            return [];
        var all = _recurring.Find(schedule).Instants.After(instant, search);
        if (schedule.End is null)
            return all;
        var end = Instant.Ceiling(schedule.End);
        return all.TakeWhile(occurrence => occurrence.At <= end);
    }

    /// <summary>
    /// Returns the instant that a wall-clock time of the schedule means under the current time-zone data. If an overlap gives it two instants
    /// and the schedule fires on both, returns the one nearest to <paramref name="previousAt"/>. A schedule without wall-clock times keeps
    /// <paramref name="previousAt"/>.
    /// </summary>
    /// <param name="schedule">A checked schedule.</param>
    /// <param name="wall">The wall-clock time: see <see cref="Occurrence.Wall"/>.</param>
    /// <param name="previousAt">The instant under the previous time-zone data.</param>
    /// <exception cref="ScheduleFaultException">The schedule can no longer be evaluated.</exception>
    public Instant Resolve(Schedule schedule, long wall, Instant previousAt)
    {
        if (!Recurs(schedule))
            return previousAt;
        var recurring = _recurring.Find(schedule);
        if (recurring.Times is null)
            return previousAt;
        return recurring.FiresOnBothPasses ? recurring.Clock.ResolveNear(wall, previousAt) : recurring.Clock.Resolve(wall);
    }

    private static Occurrence? First(
        Schedule schedule, RecurringSchedule recurring, Instant present, (string Schedule, string When) field, FieldViolations violations, Search search)
    {
        foreach (var first in recurring.Instants.After(present - Instant.Resolution, search).TakeWhile(occurrence => occurrence.At <= search.Until))
        {
            if (schedule.End is null || first.At <= Instant.Ceiling(schedule.End))
                return first;
            violations.Add($"{field.Schedule}.end", $"is before the first instant, {first.At.ToDateTimeOffset():yyyy-MM-dd'T'HH:mm:ss'Z'}");
            return null;
        }

        violations.Add(field.When, "gives no instant within the next 50 years");
        return null;
    }
}
