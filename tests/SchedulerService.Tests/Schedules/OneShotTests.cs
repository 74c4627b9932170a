using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Schedules;

public sealed class OneShotTests
{
    private const string Now = "2026-11-22T12:00:00Z";

    private readonly Calendar _calendar = Given.Calendar();

    [Theory]
    [InlineData("2026-11-22T11:59:00Z", "")]
    [InlineData("2026-11-22T11:58:59Z", "schedule.at: is more than a minute in the past")]
    [InlineData("2036-11-22T12:00:00Z", "")]
    [InlineData("2036-11-22T12:00:01Z", "schedule.at: is more than ten years ahead")]
    public void First_At_AllowsAMinutePastToTenYearsAhead(string at, string violations) =>
        Assert.Equal(violations, _calendar.Violations(At(at), Now));

    [Theory]
    [InlineData(0, "")]
    [InlineData(3653 * 86_400, "")]
    [InlineData(-1, "schedule.delay: must be 0 to ten years (3,653 days)")]
    [InlineData(3653 * 86_400 + 1, "schedule.delay: must be 0 to ten years (3,653 days)")]
    public void First_Delay_AllowsZeroToTenYears(long seconds, string violations) =>
        Assert.Equal(violations, _calendar.Violations(new Schedule { Delay = new Duration { Seconds = seconds } }, Now));

    [Fact]
    public void First_OneShot_ReturnsItsInstantRoundedUp()
    {
        var now = Given.Instant(Now).AddTicks(1);
        var at = new Schedule { At = new Timestamp { Seconds = now.ToUnixTimeSeconds() + 5, Nanos = 1 } };
        var delay = new Schedule { Delay = new Duration { Seconds = 5, Nanos = 1 } };

        Assert.Equal(new Occurrence(Instant.Floor(now).Plus(5_001), null), _calendar.First(at, now, "schedule", new FieldViolations()));
        Assert.Equal(new Occurrence(Instant.Floor(now).Plus(5_002), null), _calendar.First(delay, now, "schedule", new FieldViolations()));
    }

    [Fact]
    public void Check_OneShotWithEndOrCount_IsRefused()
    {
        var schedule = At("2026-11-22T13:00:00Z").Until("2027-01-01T00:00:00Z");
        schedule.Count = 1;

        Assert.Equal("schedule.end: is for recurring schedules only; schedule.count: is for recurring schedules only", _calendar.Violations(schedule, Now));
    }

    [Fact]
    public void Check_InvalidTimestamp_IsRefused() =>
        Assert.Equal("schedule.at: is not a valid timestamp", _calendar.Violations(new Schedule { At = new Timestamp { Nanos = -1 } }, Now));

    [Fact]
    public void After_OneShot_ReturnsNothing() => Assert.Empty(_calendar.After(At("2026-11-22T13:00:00Z"), default, Search.ForDelivery()));

    [Fact]
    public void Recurs_EachKindOfSchedule_IsTrueForSeriesOnly()
    {
        Assert.False(Calendar.Recurs(At("2026-11-22T13:00:00Z")));
        Assert.False(Calendar.Recurs(new Schedule { Delay = new Duration() }));
        Assert.True(Calendar.Recurs(Given.Cron("0 0 9 * * ?", "UTC")));
        Assert.True(Calendar.Recurs(Given.Rule("FREQ=DAILY", "2027-01-01T09:00:00", "UTC")));
    }

    [Fact]
    public void First_Recurring_IncludesNow()
    {
        var schedule = Given.Cron("0 0 9 * * ?", "UTC");

        var first = _calendar.First(schedule, Given.Instant("2026-11-22T09:00:00Z"), "schedule", new FieldViolations());
        var next = _calendar.First(schedule, Given.Instant("2026-11-22T09:00:00Z").AddTicks(1), "schedule", new FieldViolations());

        Assert.Equal(Given.At("2026-11-22T09:00:00Z"), first!.Value.At);
        Assert.Equal(Given.At("2026-11-23T09:00:00Z"), next!.Value.At);
    }

    private static Schedule At(string at) => new() { At = Timestamp.FromDateTimeOffset(Given.Instant(at)) };
}
