using Nudge.SchedulerService.Contract;
using Nudge.V1;

namespace Nudge.SchedulerService.Schedules;

/// <summary>Schedules with one instant: at and delay.</summary>
internal static class OneShots
{
    /// <summary>An instant up to this far in the past is accepted, because clocks differ and requests take time.</summary>
    private static readonly TimeSpan MaxPast = TimeSpan.FromMinutes(1);

    /// <summary>Ten years.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(3653);

    public static void Check(Schedule schedule, string field, FieldViolations violations)
    {
        if (schedule.WhenCase == Schedule.WhenOneofCase.At)
            violations.Require(ProtoTime.TryCeiling(schedule.At, out _), $"{field}.at", "is not a valid timestamp");
        else
            violations.Require(IsValidDelay(schedule), $"{field}.delay", "must be 0 to ten years (3,653 days)");

        violations.Require(schedule.End is null, $"{field}.end", "is for recurring schedules only");
        violations.Require(schedule.Count == 0, $"{field}.count", "is for recurring schedules only");
    }

    /// <summary>Returns the instant of a checked schedule; null and a violation if it lies outside the accepted range.</summary>
    /// <param name="schedule">A checked at or delay schedule.</param>
    /// <param name="present">The present instant.</param>
    /// <param name="field">The path of the schedule in the request.</param>
    /// <param name="violations">Receives the violations.</param>
    public static Occurrence? Resolve(Schedule schedule, Instant present, string field, FieldViolations violations)
    {
        if (schedule.WhenCase == Schedule.WhenOneofCase.Delay)
            return new Occurrence(present + Durations.Ceiling(schedule.Delay), Wall: null);

        var at = Instant.Ceiling(schedule.At);
        violations.Require(at >= present - MaxPast, $"{field}.at", "is more than a minute in the past");
        violations.Require(at <= present + MaxAhead, $"{field}.at", "is more than ten years ahead");
        return at >= present - MaxPast && at <= present + MaxAhead ? new Occurrence(at, Wall: null) : null;
    }

    private static bool IsValidDelay(Schedule schedule) =>
        ProtoTime.TryCeiling(schedule.Delay, out var delay)
        && delay >= TimeSpan.Zero && delay <= MaxAhead && schedule.Delay.Seconds >= 0 && schedule.Delay.Nanos >= 0;
}
