using System.Text;
using NodaTime.Text;

namespace Nudge.BotService.Words;

/// <summary>Writes a series as an RFC 5545 recurrence rule.</summary>
internal static class RecurrenceRule
{
    private static readonly LocalDateTimePattern Until = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly Dictionary<Unit, string> Frequencies = new()
    {
        [Unit.Second] = "SECONDLY",
        [Unit.Minute] = "MINUTELY",
        [Unit.Hour] = "HOURLY",
        [Unit.Day] = "DAILY",
        [Unit.Week] = "WEEKLY",
        [Unit.Month] = "MONTHLY",
        [Unit.Year] = "YEARLY",
    };

    /// <summary>Returns true when two rules differ in their end only.</summary>
    public static bool HaveSameDays(string one, string other) => WithoutUntil(one) == WithoutUntil(other);

    private static string WithoutUntil(string rule) => string.Join(';', rule.Split(';').Where(part => !part.StartsWith("UNTIL=", StringComparison.Ordinal)));

    public static string Of(Plan.Series series)
    {
        var repetition = series.Repetition;
        var rule = new StringBuilder("FREQ=").Append(Frequencies[repetition.Unit]);
        if (repetition.Interval > 1)
            rule.Append(";INTERVAL=").Append(repetition.Interval);
        if (repetition.Month is { } month)
            rule.Append(";BYMONTH=").Append(month);
        if (repetition.MonthDay is { } monthDay)
            rule.Append(";BYMONTHDAY=").Append(monthDay);
        if (repetition.Weekdays.Count > 0)
            rule.Append(";BYDAY=").AppendJoin(',', repetition.Weekdays.Select(day => $"{repetition.Nth}{Days[(int)day - 1]}"));
        if (series.Until is { } until)
            rule.Append(";UNTIL=").Append(Until.Format(until));
        return rule.ToString();
    }
}
