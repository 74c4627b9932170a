using NodaTime;
using Nudge.SchedulerService.Schedules;
using Calendar = Nudge.SchedulerService.Schedules.Calendar;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Examples of clock changes. Each zone changes its clocks in its own way.</summary>
public sealed class ClockChangeTests
{
    private readonly Calendar _calendar = Given.Calendar();

    [Theory]
    // One hour at 02:00, the usual change.
    [InlineData("Europe/Berlin", "0 30 2 * * ?", "2027-03-27T00:00:00+01:00", "2027-03-27T02:30:00+01:00 2027-03-28T03:00:00+02:00 2027-03-29T02:30:00+02:00")]
    [InlineData("America/New_York", "0 0,30 2,3 * * ?", "2027-03-14T00:00:00-05:00", "2027-03-14T03:00:00-04:00 2027-03-14T03:30:00-04:00 2027-03-15T02:00:00-04:00")]
    // Zones whose daylight saving time is the winter, an hour back.
    [InlineData("Europe/Dublin", "0 30 1 * * ?", "2027-03-27T00:00:00+00:00", "2027-03-27T01:30:00+00:00 2027-03-28T02:00:00+01:00 2027-03-29T01:30:00+01:00")]
    [InlineData("Africa/Casablanca", "0 30 2 * * ?", "2025-04-05T00:00:00+00:00", "2025-04-05T02:30:00+00:00 2025-04-06T03:00:00+01:00 2025-04-07T02:30:00+01:00")]
    [InlineData("Africa/El_Aaiun", "0 30 2 * * ?", "2025-04-05T00:00:00+00:00", "2025-04-05T02:30:00+00:00 2025-04-06T03:00:00+01:00 2025-04-07T02:30:00+01:00")]
    // Half an hour, and two hours.
    [InlineData("Australia/Lord_Howe", "0 15 2 * * ?", "2026-10-03T00:00:00+10:30", "2026-10-03T02:15:00+10:30 2026-10-04T02:30:00+11:00 2026-10-05T02:15:00+11:00")]
    [InlineData("Antarctica/Troll", "0 30 1 * * ?", "2027-03-27T00:00:00+00:00", "2027-03-27T01:30:00+00:00 2027-03-28T03:00:00+02:00 2027-03-29T01:30:00+02:00")]
    // A gap at midnight, and a gap of a whole day.
    [InlineData("America/Santiago", "0 0 0 * * ?", "2026-09-05T00:00:00-04:00", "2026-09-06T01:00:00-03:00 2026-09-07T00:00:00-03:00")]
    [InlineData("Pacific/Apia", "0 0 9 * * ?", "2011-12-28T12:00:00-10:00", "2011-12-29T09:00:00-10:00 2011-12-31T00:00:00+14:00 2011-12-31T09:00:00+14:00")]
    public void Cron_TimeInAGap_FiresOnceAtTheEndOfTheGap(string zone, string expression, string after, string expected) =>
        AssertGives(Given.Cron(expression, zone), after, expected);

    [Theory]
    [InlineData("Europe/Berlin", "0 30 2 * * ?", "2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    [InlineData("Europe/Dublin", "0 30 1 * * ?", "2026-10-24T12:00:00+01:00", "2026-10-25T01:30:00+01:00 2026-10-26T01:30:00+00:00")]
    [InlineData("Africa/Casablanca", "0 30 2 * * ?", "2025-02-22T12:00:00+01:00", "2025-02-23T02:30:00+01:00 2025-02-24T02:30:00+00:00")]
    [InlineData("Australia/Lord_Howe", "0 45 1 * * ?", "2027-04-03T12:00:00+11:00", "2027-04-04T01:45:00+11:00 2027-04-05T01:45:00+10:30")]
    [InlineData("Antarctica/Troll", "0 30 1,2 * * ?", "2026-10-24T12:00:00+02:00", "2026-10-25T01:30:00+02:00 2026-10-25T02:30:00+02:00 2026-10-26T01:30:00+00:00")]
    [InlineData("America/Santiago", "0 30 23 * * ?", "2027-04-02T23:45:00-03:00", "2027-04-03T23:30:00-03:00 2027-04-04T23:30:00-04:00")]
    public void Cron_FixedTimeInAnOverlap_FiresOnceAtTheFirstPass(string zone, string expression, string after, string expected) =>
        AssertGives(Given.Cron(expression, zone), after, expected);

    [Theory]
    [InlineData("Europe/Berlin", "0 0/30 * * * ?", "2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00 2026-10-25T03:00:00+01:00")]
    [InlineData("Europe/Dublin", "0 15 * * * ?", "2026-10-25T00:30:00+01:00", "2026-10-25T01:15:00+01:00 2026-10-25T01:15:00+00:00 2026-10-25T02:15:00+00:00")]
    [InlineData("Africa/El_Aaiun", "0 0 0-23 * * ?", "2025-02-23T01:30:00+01:00", "2025-02-23T02:00:00+01:00 2025-02-23T02:00:00+00:00 2025-02-23T03:00:00+00:00")]
    [InlineData("Australia/Lord_Howe", "0 */15 * * * ?", "2027-04-04T01:30:00+11:00", "2027-04-04T01:45:00+11:00 2027-04-04T01:30:00+10:30 2027-04-04T01:45:00+10:30 2027-04-04T02:00:00+10:30")]
    [InlineData("Antarctica/Troll", "0 0 * * * ?", "2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00 2026-10-25T01:00:00+00:00 2026-10-25T02:00:00+00:00 2026-10-25T03:00:00+00:00")]
    public void Cron_IntervalInAnOverlap_FiresOnBothPasses(string zone, string expression, string after, string expected) =>
        AssertGives(Given.Cron(expression, zone), after, expected);

    [Theory]
    [InlineData("Europe/Berlin", "0 */20 * * * ?", "2027-03-28T01:30:00+01:00", "2027-03-28T01:40:00+01:00 2027-03-28T03:00:00+02:00 2027-03-28T03:20:00+02:00")]
    [InlineData("Europe/Dublin", "0 30 * * * ?", "2027-03-28T00:00:00+00:00", "2027-03-28T00:30:00+00:00 2027-03-28T02:00:00+01:00 2027-03-28T02:30:00+01:00")]
    [InlineData("Asia/Kathmandu", "0 0 */6 * * ?", "2027-03-28T01:00:00+05:45", "2027-03-28T06:00:00+05:45 2027-03-28T12:00:00+05:45")]
    public void Cron_IntervalInAGap_FiresOnceAtTheEndOfTheGap(string zone, string expression, string after, string expected) =>
        AssertGives(Given.Cron(expression, zone), after, expected);

    [Theory]
    [InlineData("Europe/Berlin", "FREQ=DAILY", "2027-03-27T02:30:00", "2027-03-27T02:30:00+01:00 2027-03-28T03:30:00+02:00 2027-03-29T02:30:00+02:00")]
    [InlineData("Europe/Dublin", "FREQ=DAILY", "2027-03-27T01:30:00", "2027-03-27T01:30:00+00:00 2027-03-28T02:30:00+01:00 2027-03-29T01:30:00+01:00")]
    [InlineData("Africa/Casablanca", "FREQ=WEEKLY", "2025-03-30T02:30:00", "2025-03-30T02:30:00+00:00 2025-04-06T03:30:00+01:00 2025-04-13T02:30:00+01:00")]
    [InlineData("Australia/Lord_Howe", "FREQ=DAILY", "2026-10-03T02:15:00", "2026-10-03T02:15:00+10:30 2026-10-04T02:45:00+11:00 2026-10-05T02:15:00+11:00")]
    [InlineData("Antarctica/Troll", "FREQ=DAILY", "2027-03-28T02:30:00", "2027-03-28T04:30:00+02:00 2027-03-29T02:30:00+02:00")]
    [InlineData("Pacific/Apia", "FREQ=DAILY", "2011-12-29T09:00:00", "2011-12-29T09:00:00-10:00 2011-12-31T09:00:00+14:00 2012-01-01T09:00:00+14:00")]
    [InlineData("America/Santiago", "FREQ=DAILY", "2026-09-05T00:00:00", "2026-09-05T00:00:00-04:00 2026-09-06T01:00:00-03:00 2026-09-07T00:00:00-03:00")]
    // Times in a gap fall among the times after it. The instants stay in order, and each comes once.
    [InlineData("Europe/Berlin", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45", "2027-03-28T00:00:00", "2027-03-28T03:15:00+02:00 2027-03-28T03:45:00+02:00 2027-03-29T02:15:00+02:00")]
    [InlineData("Europe/Berlin", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=20", "2027-03-28T00:00:00", "2027-03-28T03:20:00+02:00 2027-03-29T02:20:00+02:00")]
    [InlineData("Antarctica/Troll", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30", "2027-03-28T00:00:00", "2027-03-28T03:30:00+02:00 2027-03-28T04:30:00+02:00 2027-03-29T02:30:00+02:00")]
    public void Rule_TimeInAGap_KeepsTheOffsetFromBefore(string zone, string rule, string start, string expected) =>
        AssertGives(Given.Rule(rule, start, zone), "2000-01-01T00:00:00Z", expected);

    [Theory]
    [InlineData("Europe/Berlin", "FREQ=DAILY", "2026-10-24T02:30:00", "2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    [InlineData("Europe/Dublin", "FREQ=DAILY;BYHOUR=1,2", "2026-10-25T01:30:00", "2026-10-25T01:30:00+01:00 2026-10-25T02:30:00+00:00 2026-10-26T01:30:00+00:00")]
    [InlineData("Africa/El_Aaiun", "FREQ=DAILY", "2025-02-23T02:30:00", "2025-02-23T02:30:00+01:00 2025-02-24T02:30:00+00:00")]
    [InlineData("Australia/Lord_Howe", "FREQ=DAILY", "2027-04-04T01:45:00", "2027-04-04T01:45:00+11:00 2027-04-05T01:45:00+10:30")]
    public void Rule_TimeInAnOverlap_FiresOnceAtTheFirstPass(string zone, string rule, string start, string expected) =>
        AssertGives(Given.Rule(rule, start, zone), "2000-01-01T00:00:00Z", expected);

    [Theory]
    [InlineData("Europe/Berlin", "FREQ=HOURLY", "2026-10-25T01:30:00", "2026-10-25T01:30:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T02:30:00+01:00 2026-10-25T03:30:00+01:00")]
    [InlineData("Europe/Dublin", "FREQ=HOURLY;INTERVAL=2", "2027-03-27T23:30:00", "2027-03-27T23:30:00+00:00 2027-03-28T02:30:00+01:00 2027-03-28T04:30:00+01:00")]
    [InlineData("Africa/Casablanca", "FREQ=HOURLY;BYHOUR=2", "2025-02-23T00:00:00", "2025-02-23T02:00:00+01:00 2025-02-23T02:00:00+00:00 2025-02-24T02:00:00+00:00")]
    [InlineData("Australia/Lord_Howe", "FREQ=HOURLY", "2027-04-04T00:45:00", "2027-04-04T00:45:00+11:00 2027-04-04T01:45:00+11:00 2027-04-04T02:15:00+10:30 2027-04-04T03:15:00+10:30")]
    [InlineData("Pacific/Apia", "FREQ=HOURLY;INTERVAL=12", "2011-12-29T09:00:00", "2011-12-29T09:00:00-10:00 2011-12-29T21:00:00-10:00 2011-12-31T09:00:00+14:00")]
    [InlineData("Europe/Berlin", "FREQ=MINUTELY;INTERVAL=45", "2027-03-28T01:00:00", "2027-03-28T01:00:00+01:00 2027-03-28T01:45:00+01:00 2027-03-28T03:30:00+02:00 2027-03-28T04:15:00+02:00")]
    public void Rule_FinerThanADay_CountsElapsedTime(string zone, string rule, string start, string expected) =>
        AssertGives(Given.Rule(rule, start, zone), "2000-01-01T00:00:00Z", expected);

    [Fact]
    public void Rule_CountAcrossAGap_CountsInstantsAndNotWallClockTimes() =>
        AssertGives(
            Given.Rule("FREQ=DAILY;BYHOUR=2,3;COUNT=3", "2027-03-28T02:00:00", "Europe/Berlin"), "2000-01-01T00:00:00Z",
            "2027-03-28T03:00:00+02:00 2027-03-29T02:00:00+02:00 2027-03-29T03:00:00+02:00", ends: true);

    [Theory]
    // 02:30+01:00 is the second pass of 02:30. UNTIL in UTC distinguishes the passes, UNTIL in local time does not.
    [InlineData("20261025T003000Z", "2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+02:00")]
    [InlineData("20261025T002959Z", "2026-10-24T02:30:00+02:00")]
    [InlineData("20261025T023000", "2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+02:00")]
    [InlineData("20261025T022959", "2026-10-24T02:30:00+02:00")]
    public void Rule_Until_IsInclusive(string until, string expected) =>
        AssertGives(Given.Rule($"FREQ=DAILY;UNTIL={until}", "2026-10-24T02:30:00", "Europe/Berlin"), "2000-01-01T00:00:00Z", expected, ends: true);

    [Fact]
    public void After_ScheduleEnd_IsInclusive() =>
        AssertGives(
            Given.Cron("0 0 9 * * ?", "Europe/Berlin").Until("2026-11-25T09:00:00+01:00"), "2026-11-23T12:00:00+01:00",
            "2026-11-24T09:00:00+01:00 2026-11-25T09:00:00+01:00", ends: true);

    [Fact]
    public void After_TimeInAGap_KeepsTheIntendedWallClockTime()
    {
        var shifted = _calendar.After(Given.Rule("FREQ=DAILY", "2027-03-27T02:30:00", "Europe/Berlin"), Given.At("2027-03-27T12:00:00Z"), Search.ForDelivery()).First();
        var elapsed = _calendar.After(Given.Rule("FREQ=HOURLY", "2027-03-27T02:30:00", "Europe/Berlin"), shifted.At, Search.ForDelivery()).First();

        Assert.Equal(Given.At("2027-03-28T02:30:00Z").Milliseconds, shifted.Wall);
        Assert.Null(elapsed.Wall);
    }

    private void AssertGives(V1.Schedule schedule, string after, string expected, bool ends = false)
    {
        var instants = expected.Split(' ');
        Assert.Equal(instants, _calendar.Next(schedule, after, instants.Length + (ends ? 1 : 0)));

        // Each instant, and each minute between two instants, is followed by the rest of the sequence.
        for (var at = Given.At(instants[0]); at < Given.At(instants[^1]); at += TimeSpan.FromMinutes(1))
        {
            var next = instants.First(instant => Given.At(instant) > at);
            Assert.Equal(next, Given.Show(_calendar.After(schedule, at, Search.ForDelivery()).First().At, DateTimeZoneProviders.Tzdb[schedule.Cron?.TimeZone ?? schedule.Recurrence.TimeZone]));
        }
    }
}
