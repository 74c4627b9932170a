namespace Nudge.SchedulerService.Tests.Schedules;

public sealed class DensityTests
{
    [Theory]
    [InlineData("* * * * * ?", "00:00:01")]
    [InlineData("0,30 0 0 1 1 ?", "00:00:30")]
    [InlineData("0/45 0 0 1 1 ? 2070", "00:00:45")]
    [InlineData("0-1 0 9 29 2 ?", "00:00:01")]
    [InlineData("0,59 0 9 * * ?", "00:00:59")]
    public void Cron_DenserThanAMinute_IsRefused(string expression, string interval) =>
        Assert.Equal(
            $"schedule.cron.expression: gives instants {interval} apart; at least 00:01:00 is required",
            Given.Calendar().Violations(Given.Cron(expression, "Europe/Berlin")));

    [Theory]
    [InlineData("FREQ=SECONDLY", "00:00:01")]
    [InlineData("FREQ=SECONDLY;INTERVAL=59", "00:00:59")]
    [InlineData("FREQ=SECONDLY;INTERVAL=45;BYSECOND=0,45", "00:00:45")]
    [InlineData("FREQ=SECONDLY;BYSECOND=0,20;BYMINUTE=0;BYHOUR=9;BYMONTH=1", "00:00:20")]
    [InlineData("FREQ=MINUTELY;BYSECOND=0,30", "00:00:30")]
    [InlineData("FREQ=MINUTELY;INTERVAL=100;BYSECOND=15,30,45;BYSETPOS=2,3", "00:00:15")]
    [InlineData("FREQ=HOURLY;BYSECOND=10,20", "00:00:10")]
    [InlineData("FREQ=DAILY;BYSECOND=0,59", "00:00:59")]
    [InlineData("FREQ=DAILY;BYHOUR=9;BYSECOND=0,30,50;BYSETPOS=-1,-2", "00:00:20")]
    [InlineData("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYSECOND=0,30", "00:00:30")]
    [InlineData("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYSECOND=0,30;BYSETPOS=1,2", "00:00:30")]
    public void Rule_DenserThanAMinute_IsRefused(string rule, string interval) =>
        Assert.Equal(
            $"schedule.recurrence.rule: gives instants {interval} apart; at least 00:01:00 is required",
            Given.Calendar().Violations(Given.Rule(rule, "2020-01-31T09:00:00", "Europe/Berlin")));

    [Theory]
    [InlineData("FREQ=SECONDLY;INTERVAL=60")]
    [InlineData("FREQ=SECONDLY;BYSECOND=30")]
    [InlineData("FREQ=SECONDLY;INTERVAL=7;BYSECOND=0,30")]
    [InlineData("FREQ=MINUTELY")]
    [InlineData("FREQ=HOURLY;BYMINUTE=15,45;BYSECOND=15,45;BYSETPOS=3,-3")]
    [InlineData("FREQ=DAILY;BYHOUR=9;BYSECOND=0,30;BYSETPOS=1")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO;BYSECOND=0,30;BYSETPOS=1")]
    public void Rule_NoDenserThanAMinute_IsAccepted(string rule) =>
        Assert.Equal("", Given.Calendar().Violations(Given.Rule(rule, "2020-01-31T09:00:00", "Europe/Berlin")));

    [Theory]
    [InlineData("01:00:00", "0 0/30 9 ? * MON", "00:30:00")]
    [InlineData("01:00:00", "0 0 9-17 * * ?", null)]
    [InlineData("1.00:00:00", "0 0 0 * * ?", null)]
    [InlineData("12:00:00", "0 0 2,22 * * ?", "04:00:00")]
    [InlineData("12:00:00", "0 0 2,22 ? * MON", null)]
    public void Cron_DenserThanTheConfiguredInterval_IsRefused(string minimum, string expression, string? interval) =>
        AssertDensity(minimum, Given.Cron(expression, "Europe/Berlin"), interval);

    [Theory]
    [InlineData("01:00:00", "FREQ=MINUTELY;INTERVAL=30", "00:30:00")]
    [InlineData("01:00:00", "FREQ=HOURLY", null)]
    [InlineData("12:00:00", "FREQ=HOURLY;INTERVAL=5", "05:00:00")]
    [InlineData("12:00:00", "FREQ=HOURLY;BYHOUR=2,22", "04:00:00")]
    [InlineData("12:00:00", "FREQ=DAILY;BYHOUR=2,22", "04:00:00")]
    [InlineData("12:00:00", "FREQ=DAILY;INTERVAL=2;BYHOUR=2,22", null)]
    public void Rule_DenserThanTheConfiguredInterval_IsRefused(string minimum, string rule, string? interval) =>
        AssertDensity(minimum, Given.Rule(rule, "2020-01-31T09:00:00", "Europe/Berlin"), interval);

    [Fact]
    public void Cron_DenserAtAClockChangeOnly_IsAccepted() =>
        Assert.Equal("", Given.Calendar(TimeSpan.FromHours(1)).Violations(Given.Cron("0 30 * * * ?", "Europe/Berlin"), "2027-03-28T00:00:00Z"));

    private static void AssertDensity(string minimum, V1.Schedule schedule, string? interval)
    {
        var violations = Given.Calendar(TimeSpan.Parse(minimum, null)).Violations(schedule);

        if (interval is null)
            Assert.Equal("", violations);
        else
            Assert.EndsWith($"gives instants {interval} apart; at least {minimum} is required", violations, StringComparison.Ordinal);
    }
}
