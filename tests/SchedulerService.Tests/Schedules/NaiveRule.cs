using System.Globalization;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>
/// A recurrence rule of a day and coarser, evaluated the slow way: each day is checked against all parts of the rule. It is written from RFC 5545
/// alone, for comparison.
/// </summary>
internal sealed record NaiveRule(string Frequency, int Interval, DateTime Start)
{
    private static readonly string[] DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public int[] Months { get; init; } = [];

    public int[] MonthDays { get; init; } = [];

    public int[] YearDays { get; init; } = [];

    public int[] Weeks { get; init; } = [];

    public (int Ordinal, DayOfWeek Day)[] Days { get; init; } = [];

    public int[] Hours { get; init; } = [];

    public int[] Minutes { get; init; } = [];

    public int[] Positions { get; init; } = [];

    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    public string Text
    {
        get
        {
            var parts = new List<string> { $"FREQ={Frequency}" };
            Add(parts, "INTERVAL", Interval == 1 ? [] : [Interval]);
            Add(parts, "BYMONTH", Months);
            Add(parts, "BYWEEKNO", Weeks);
            Add(parts, "BYYEARDAY", YearDays);
            Add(parts, "BYMONTHDAY", MonthDays);
            if (Days.Length > 0)
                parts.Add($"BYDAY={string.Join(',', Days.Select(day => $"{(day.Ordinal == 0 ? "" : day.Ordinal)}{DayNames[(int)day.Day]}"))}");
            Add(parts, "BYHOUR", Hours);
            Add(parts, "BYMINUTE", Minutes);
            Add(parts, "BYSETPOS", Positions);
            if (WeekStart != DayOfWeek.Monday)
                parts.Add($"WKST={DayNames[(int)WeekStart]}");
            return string.Join(';', parts);
        }
    }

    public string StartText => Start.ToString("s", CultureInfo.InvariantCulture);

    /// <summary>Returns the times of the rule from one time (inclusive) to another (exclusive), ascending.</summary>
    public IEnumerable<DateTime> Times(DateTime from, DateTime until)
    {
        // BYSETPOS counts in whole periods, so it needs the days of more than a year around.
        var around = Positions.Length > 0 ? 400 : 1;
        var days = Enumerable.Range(-around, (until - from).Days + 2 * around).Select(day => from.Date.AddDays(day));
        return days.Where(IsDate)
            .GroupBy(Period)
            .SelectMany(period => Choose([.. period.SelectMany(TimesOn)]))
            .Where(time => time >= Start && time >= from && time < until);
    }

    public bool IsDate(DateTime day) => (Period(day) - Period(Start)) % Interval == 0 && Holds(day);

    public bool IsTime(DateTime time) =>
        Has(Hours, time.Hour) && (Hours.Length > 0 || time.Hour == Start.Hour)
        && Has(Minutes, time.Minute) && (Minutes.Length > 0 || time.Minute == Start.Minute);

    private IEnumerable<DateTime> TimesOn(DateTime day) =>
        from hour in Hours.Length > 0 ? Hours : [Start.Hour]
        from minute in Minutes.Length > 0 ? Minutes : [Start.Minute]
        select day.Date.AddHours(hour).AddMinutes(minute).AddSeconds(Start.Second);

    private IEnumerable<DateTime> Choose(List<DateTime> set) =>
        Positions.Length == 0 ? set : set.Where((_, index) => Positions.Contains(index + 1) || Positions.Contains(index - set.Count));

    private int Period(DateTime day) => Frequency switch
    {
        "DAILY" => (int)(day.Date - DateTime.UnixEpoch).TotalDays,
        "WEEKLY" => (int)(WeekOf(day) - WeekOf(new DateTime(1970, 1, 5))).TotalDays / 7,
        "MONTHLY" => day.Year * 12 + day.Month,
        _ => Weeks.Length > 0 ? WeekOf(day).AddDays(3).Year : day.Year,
    };

    private DateTime WeekOf(DateTime day) => day.Date.AddDays(-(((int)day.DayOfWeek - (int)WeekStart + 7) % 7));

    private bool Holds(DateTime day)
    {
        var daysInMonth = DateTime.DaysInMonth(day.Year, day.Month);
        var daysInYear = DateTime.IsLeapYear(day.Year) ? 366 : 365;
        if (!Has(Months, day.Month) || !Has(MonthDays, day.Day, day.Day - daysInMonth - 1) || !Has(YearDays, day.DayOfYear, day.DayOfYear - daysInYear - 1))
            return false;
        if (Weeks.Length > 0 && !HoldsWeek(day))
            return false;
        return Days.Length > 0 ? Days.Any(wanted => HoldsDay(wanted, day, daysInMonth, daysInYear)) : HoldsImplied(day);
    }

    private bool HoldsWeek(DateTime day)
    {
        var year = WeekOf(day).AddDays(3).Year;
        var first = WeekOf(new DateTime(year, 1, 4));
        var weeks = (WeekOf(new DateTime(year + 1, 1, 4)) - first).Days / 7;
        var week = (WeekOf(day) - first).Days / 7 + 1;
        return Has(Weeks, week, week - weeks - 1);
    }

    private bool HoldsDay((int Ordinal, DayOfWeek Day) wanted, DateTime day, int daysInMonth, int daysInYear)
    {
        if (wanted.Day != day.DayOfWeek)
            return false;
        var inMonth = Frequency == "MONTHLY" || Months.Length > 0;
        var (number, length) = inMonth ? (day.Day, daysInMonth) : (day.DayOfYear, daysInYear);
        return wanted.Ordinal == 0 || wanted.Ordinal == (number - 1) / 7 + 1 || wanted.Ordinal == -((length - number) / 7 + 1);
    }

    /// <summary>Returns whether a day matches the parts that the rule takes from its start.</summary>
    private bool HoldsImplied(DateTime day)
    {
        if (MonthDays.Length + YearDays.Length > 0 || Frequency == "DAILY")
            return true;
        if (Frequency == "WEEKLY" || Weeks.Length > 0)
            return day.DayOfWeek == Start.DayOfWeek;
        return day.Day == Start.Day && (Frequency == "MONTHLY" || Months.Length > 0 || day.Month == Start.Month);
    }

    private static bool Has(int[] values, params ReadOnlySpan<int> any) => values.Length == 0 || values.AsSpan().IndexOfAny(any) >= 0;

    private static void Add(List<string> parts, string name, int[] values)
    {
        if (values.Length > 0)
            parts.Add($"{name}={string.Join(',', values)}");
    }
}
