using Nudge.SchedulerService.Contract;
using Nudge.V1;

namespace Nudge.SchedulerService.Schedules;

/// <summary>Checks a recurring schedule without evaluating it.</summary>
internal sealed class ScheduleCheck(TimeZoneData zones, string field, FieldViolations violations)
{
    private const int MaxExpression = 256;
    private const int MaxRule = 512;
    private const int MaxTimeZone = 64;
    private const int MaxStart = 32;
    private const long MaxCount = 1_000_000;

    public void Check(CronSchedule cron)
    {
        CheckZone(cron.TimeZone, $"{field}.cron.time_zone");
        CheckText(cron.Expression, MaxExpression, $"{field}.cron.expression", "a cron expression", text => CronTimes.Parse(text));
    }

    public void Check(RecurrenceSchedule recurrence)
    {
        CheckZone(recurrence.TimeZone, $"{field}.recurrence.time_zone");
        CheckText(recurrence.Start, MaxStart, $"{field}.recurrence.start", "a start", text =>
        {
            if (!WallTimeText.TryParse(text, out _))
                throw new FormatException("must be a date and time to the second without an offset, as in 2027-01-31T09:00:00");
        });
        CheckText(recurrence.Rule, MaxRule, $"{field}.recurrence.rule", "a recurrence rule", text => RuleText.Parse(text));
    }

    public void CheckEnd(Schedule schedule)
    {
        violations.Require(
            schedule.End is null || ProtoTime.TryCeiling(schedule.End, out _), $"{field}.end", "is not a valid timestamp");
        violations.Require(schedule.Count is >= 0 and <= MaxCount, $"{field}.count", "must be 1 to 1,000,000, or 0 for no limit");
    }

    private void CheckZone(string id, string name) =>
        CheckText(id, MaxTimeZone, name, "a time zone", text =>
        {
            if (zones.Find(text) is null)
                throw new FormatException($"'{text}' is not the IANA name of a time zone, such as Europe/Berlin ({zones.Version})");
        });

    private void CheckText(string text, int length, string name, string what, Action<string> parse)
    {
        if (text.Length == 0)
        {
            violations.Add(name, $"is required: {what}");
        }
        else if (text.Length > length)
        {
            violations.RequireAtMost(text, length, name);
        }
        else
        {
            try
            {
                parse(text);
            }
            catch (FormatException reason)
            {
                violations.Add(name, reason.Message);
            }
        }
    }
}
