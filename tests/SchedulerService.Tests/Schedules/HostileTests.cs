using System.Diagnostics;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Schedules made to be expensive. The search of a caller is bounded in steps, so each answer comes soon.</summary>
public sealed class HostileTests
{
    /// <summary>Generous, since the machine may be busy. A test takes about 100 ms, and an unbounded search would take minutes to hours.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly string Hours = string.Join(',', Enumerable.Range(0, 24));
    private static readonly string Sixty = string.Join(',', Enumerable.Range(0, 60));
    private static readonly string MonthDays = string.Join(',', Enumerable.Range(1, 31));
    private static readonly string YearDays = string.Join(',', Enumerable.Range(1, 110));

    public static TheoryData<string, string> Rules => new()
    {
        { "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2020-01-31T09:00:00" },
        { "FREQ=MONTHLY;BYMONTH=2,4,6,9,11;BYMONTHDAY=31", "2020-01-31T09:00:00" },
        { "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2020-01-31T09:00:00" },
        { "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "0001-01-01T00:00:00" },
        { "FREQ=WEEKLY;INTERVAL=52;BYDAY=MO;BYMONTH=2", "2020-06-30T09:00:00" },
        { "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "2020-01-31T09:00:00" },
        { $"FREQ=YEARLY;BYYEARDAY={YearDays};BYMONTH=12", "2020-01-31T09:00:00" },
        { $"FREQ=YEARLY;BYYEARDAY={YearDays};BYMONTHDAY=31;BYMONTH=2,4", "2020-01-31T09:00:00" },
        { "FREQ=YEARLY;INTERVAL=1000000;BYMONTH=2;BYMONTHDAY=30", "2020-01-31T09:00:00" },
        { "FREQ=DAILY;INTERVAL=2147483647", "2020-01-31T09:00:00" },
        { "FREQ=WEEKLY;INTERVAL=2147483647", "2020-01-31T09:00:00" },
        { "FREQ=MONTHLY;INTERVAL=2147483647", "2020-01-31T09:00:00" },
        { "FREQ=YEARLY;INTERVAL=2147483647", "2020-01-31T09:00:00" },
        { "FREQ=SECONDLY;INTERVAL=2147483647", "2020-01-31T09:00:00" },
        { "FREQ=HOURLY;INTERVAL=2147483647", "0001-01-01T00:00:00" },
        { "FREQ=SECONDLY;INTERVAL=60;BYSECOND=0", "2020-01-31T09:00:01" },
        { "FREQ=SECONDLY;INTERVAL=7200;BYHOUR=1,3,5,7,9,11;BYMINUTE=0;BYSECOND=0", "2020-01-31T09:30:00" },
        { "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "2020-01-31T09:00:00" },
        { "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9", "2020-01-31T09:00:00" },
        { $"FREQ=SECONDLY;INTERVAL=61;BYMONTH=2;BYMONTHDAY=30;BYSECOND={Sixty}", "2020-01-31T09:00:00" },
        { $"FREQ=YEARLY;BYHOUR={Hours};BYMINUTE={Sixty};BYSECOND={Sixty};BYSETPOS=1", "2020-01-31T09:00:00" },
        { $"FREQ=YEARLY;BYMONTHDAY={MonthDays};BYHOUR={Hours};BYMINUTE={Sixty};BYSETPOS=-1,366", "2020-01-31T09:00:00" },
        { "FREQ=DAILY;COUNT=2147483647", "0001-01-01T00:00:00" },
        { "FREQ=MINUTELY;COUNT=2147483647", "0001-01-01T00:00:00" },
        { "FREQ=YEARLY;BYDAY=1MO;COUNT=1000000", "0001-01-01T00:00:00" },
        { "FREQ=DAILY", "9999-12-31T23:59:59" },
        { "FREQ=HOURLY", "9999-12-31T23:59:59" },
        { "FREQ=YEARLY;BYWEEKNO=1", "0001-01-01T00:00:00" },
        { "FREQ=WEEKLY;WKST=SU;BYDAY=SU", "0001-01-01T00:00:00" },
    };

    public static TheoryData<string> Expressions =>
    [
        "0 0 0 30 2 ?", "0 0 0 31 2,4,6,9,11 ?", "0 0 0 29 2 ? 2027", "0 0 0 1 1 ? 2099", "0 0 0 1 1 ? 1970-2125", "* * * * * ?", "0 0 0 29W 2 ? 2027",
        "0 0 0 L-30 2 ?", "0 0 0 LW-30 * ?", "0 0 0 ? 2 MON#5 2027", "0 0 0 ? 2 2#5", "0 5/- * * * ?", "0 0 0 1 1 ? 9999", "59 59 23 31 12 ? 2125",
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_Expensive_IsAnsweredSoon(string rule, string start) => AssertAnsweredSoon(Given.Rule(rule, start, "America/New_York"));

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Cron_Expensive_IsAnsweredSoon(string expression) => AssertAnsweredSoon(Given.Cron(expression, "America/New_York"));

    [Theory]
    [InlineData("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("FREQ=SECONDLY;INTERVAL=60;BYSECOND=0")]
    [InlineData("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")]
    public void Rule_WithoutInstants_ReturnsNothingAndIsRefused(string rule)
    {
        var schedule = Given.Rule(rule, "2020-01-31T09:00:01", "America/New_York");

        Assert.Empty(Given.Calendar().After(schedule, default, Search.ForDelivery()));
        Assert.Equal("schedule.recurrence.rule: gives no instant within the next 50 years", Given.Calendar().Violations(schedule));
    }

    private static void AssertAnsweredSoon(Schedule schedule)
    {
        var calendar = Given.Calendar(TimeSpan.FromSeconds(1));
        var started = Stopwatch.GetTimestamp();

        var violations = new FieldViolations();
        calendar.Check(schedule, "schedule", violations);
        if (violations.Count == 0 && calendar.First(schedule, Given.Instant("2026-11-22T12:00:00Z"), "schedule", violations) is { } first)
            Assert.All(calendar.After(schedule, first.At, Search.ForDelivery()).Take(3), next => Assert.True(next.At > first.At));

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Soon);
    }
}
