using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Api;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// When reminders are due. Quartz walks cron expressions, and <see cref="RuleDates"/> recurrence rules, on the wall clock only; what their
/// times mean in a zone is decided here alone, so that nothing is early, doubled or out of order at a change of the clock, and the sequence is the
/// same wherever one asks from.
/// </summary>
internal sealed class Calendar(TimeZones zones, IOptions<ScheduleOptions> options)
{
    /// <summary>How long one may have to wait for the first instant of a recurring schedule: 50 years. Milliseconds.</summary>
    private const long MaxWait = 18_263 * Wall.Day;

    private readonly RecurringSchedules _recurring = new(zones);
    private readonly Density _density = new(options.Value.MinInterval);

    /// <summary>Whether it recurs.</summary>
    public static bool Recurs(Schedule schedule) => schedule.WhenCase is Schedule.WhenOneofCase.Cron or Schedule.WhenOneofCase.Recurrence;

    /// <summary>
    /// Checks everything that does not depend on the time of day. The field is what the request calls the schedule: "reminder.schedule" or
    /// "schedule".
    /// </summary>
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
    /// The first instant of a checked schedule, at or after now; null, and violations, where there is none, or it is too dense, or finding it
    /// takes too many steps.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call that asks has ended.</exception>
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
    /// Lazily the instants of a recurring schedule strictly after one (milliseconds since 1970 in UTC), ascending, up to its end and its rule's
    /// UNTIL and COUNT; its own count is the caller's to keep. None for a one-shot.
    /// </summary>
    /// <exception cref="ScheduleFaultException">
    /// At once or while enumerating: it can no longer be evaluated, or the search has no step left.
    /// </exception>
    public IEnumerable<Occurrence> After(Schedule schedule, long instant, Search search)
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
    /// The instant that a wall-clock time of a schedule (see <see cref="Occurrence.Wall"/>) means by the time-zone data of now; where an
    /// overlap gives it two and the schedule fires on both, the one nearest to the instant it had. A rule that counts elapsed time keeps that.
    /// </summary>
    /// <exception cref="ScheduleFaultException">It can no longer be evaluated.</exception>
    public long Resolve(Schedule schedule, long wall, long previousAt)
    {
        if (!Recurs(schedule))
            return previousAt;
        var recurring = _recurring.Find(schedule);
        if (recurring.Times is null)
            return previousAt;
        return recurring.FiresOnBothPasses ? recurring.Clock.ResolveNear(wall, previousAt) : recurring.Clock.Resolve(wall);
    }

    private static Occurrence? First(
        Schedule schedule, RecurringSchedule recurring, long present, (string Schedule, string When) field, FieldViolations violations, Search search)
    {
        foreach (var first in recurring.Instants.After(present - 1, search).TakeWhile(occurrence => occurrence.At <= search.Until))
        {
            if (schedule.End is null || first.At <= Instant.Ceiling(schedule.End))
                return first;
            violations.Add($"{field.Schedule}.end", $"is before the first instant, {Instant.ToDateTimeOffset(first.At):yyyy-MM-dd'T'HH:mm:ss'Z'}");
            return null;
        }

        violations.Add(field.When, "gives no instant within the next 50 years");
        return null;
    }
}
