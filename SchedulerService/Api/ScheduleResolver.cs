using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Turns a schedule into its first instant.</summary>
internal static class ScheduleResolver
{
    private const string Field = "reminder.schedule";

    /// <summary>An instant this far in the past is taken as now: clocks differ, and requests take time. Milliseconds.</summary>
    private const long MaxPast = 60_000;

    /// <summary>Ten years. Milliseconds.</summary>
    private const long MaxAhead = 3653L * 24 * 60 * 60_000;

    /// <summary>Checks everything that does not depend on the time of day.</summary>
    /// <exception cref="NotServedYetException">The schedule recurs.</exception>
    public static void Check(Schedule? schedule, FieldViolations violations)
    {
        switch (schedule?.WhenCase)
        {
            case null or Schedule.WhenOneofCase.None:
                violations.Add(Field, "needs one of at, delay, cron, recurrence");
                return;
            case Schedule.WhenOneofCase.Cron:
                throw new NotServedYetException("a cron schedule", $"{Field}.cron");
            case Schedule.WhenOneofCase.Recurrence:
                throw new NotServedYetException("a recurrence schedule", $"{Field}.recurrence");
            case Schedule.WhenOneofCase.At:
                violations.Require(ProtoTime.TryCeiling(schedule.At, out _), $"{Field}.at", "is not a valid timestamp");
                break;
            case Schedule.WhenOneofCase.Delay:
                var valid = ProtoTime.TryCeiling(schedule.Delay, out var delay);
                violations.Require(
                    valid && delay is >= 0 and <= MaxAhead && schedule.Delay.Seconds >= 0 && schedule.Delay.Nanos >= 0,
                    $"{Field}.delay", "must be 0 to ten years (3,653 days)");
                break;
        }

        violations.Require(schedule.End is null, $"{Field}.end", "is for recurring schedules only");
        violations.Require(schedule.Count == 0, $"{Field}.count", "is for recurring schedules only");
    }

    /// <summary>The first instant of a schedule that was checked.</summary>
    public static long Resolve(Schedule schedule, DateTimeOffset now, FieldViolations violations)
    {
        var present = Instant.Ceiling(now);
        if (schedule.WhenCase == Schedule.WhenOneofCase.Delay)
            return present + Instant.Ceiling(schedule.Delay);

        var at = Instant.Ceiling(schedule.At);
        violations.Require(at >= present - MaxPast, $"{Field}.at", "is more than a minute past");
        violations.Require(at <= present + MaxAhead, $"{Field}.at", "is more than ten years ahead");
        return at;
    }
}
