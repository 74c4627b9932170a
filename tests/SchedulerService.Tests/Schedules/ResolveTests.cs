using NodaTime;
using NodaTime.TimeZones;
using Nudge.SchedulerService.Schedules;
using Calendar = Nudge.SchedulerService.Schedules.Calendar;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>New time-zone data keeps wall-clock times: a reminder that was due at nine o'clock stays due at nine o'clock.</summary>
public sealed class ResolveTests
{
    private const string Zone = "Test/Somewhere";

    /// <summary>Data in which the zone is always an hour ahead of UTC.</summary>
    private readonly Calendar _before = Given.Calendar(zones: Somewhere());

    /// <summary>Data in which the zone is two hours ahead from 2027-03-28T01:00Z to 2027-10-31T01:00Z, as Berlin is.</summary>
    private readonly Calendar _after = Given.Calendar(zones: Somewhere("2027-03-28T01:00:00Z", "2027-10-31T01:00:00Z"));

    [Theory]
    [InlineData("0 0 9 * * ?", "2027-06-01T00:00:00Z", "2027-06-01T07:00:00Z")]
    [InlineData("0 0 9 * * ?", "2027-12-01T00:00:00Z", "2027-12-01T08:00:00Z")]
    // The new data puts the time into a gap, and into an overlap.
    [InlineData("0 30 2 * * ?", "2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("0 30 2 * * ?", "2027-10-31T00:00:00Z", "2027-10-31T00:30:00Z")]
    // Fires on both passes: the pass at the previous instant is kept.
    [InlineData("0 30 * * * ?", "2027-10-31T01:00:00Z", "2027-10-31T01:30:00Z")]
    public void Resolve_CronWithNewData_KeepsTheWallClockTime(string expression, string after, string expected) =>
        AssertMoves(Given.Cron(expression, Zone), after, expected);

    [Theory]
    [InlineData("FREQ=DAILY", "2027-01-01T09:00:00", "2027-06-01T00:00:00Z", "2027-06-01T07:00:00Z")]
    [InlineData("FREQ=DAILY", "2027-01-01T02:30:00", "2027-03-28T00:00:00Z", "2027-03-28T01:30:00Z")]
    [InlineData("FREQ=DAILY", "2027-01-01T02:30:00", "2027-10-31T00:00:00Z", "2027-10-31T00:30:00Z")]
    public void Resolve_RuleWithNewData_KeepsTheWallClockTime(string rule, string start, string after, string expected) =>
        AssertMoves(Given.Rule(rule, start, Zone), after, expected);

    [Fact]
    public void Resolve_RuleFinerThanADay_KeepsTheInstant()
    {
        var schedule = Given.Rule("FREQ=HOURLY", "2027-01-01T09:00:00", Zone);
        var due = _before.After(schedule, Given.At("2027-06-01T00:00:00Z"), Search.ForDelivery()).First();

        Assert.Null(due.Wall);
        Assert.Equal(due.At, _after.Resolve(schedule, wall: 0, due.At));
    }

    [Fact]
    public void Resolve_SameData_KeepsTheInstant()
    {
        var berlin = Given.Calendar();
        foreach (var schedule in new[] { Given.Cron("0 0/30 * * * ?", "Europe/Berlin"), Given.Cron("0 30 2,3 * * ?", "Europe/Berlin"), Given.Rule("FREQ=DAILY;BYHOUR=2,3", "2027-01-01T02:30:00", "Europe/Berlin") })
        {
            foreach (var day in new[] { "2027-03-27T00:00:00Z", "2027-10-30T00:00:00Z" })
                Assert.All(berlin.After(schedule, Given.At(day), Search.ForDelivery()).Take(100), due => Assert.Equal(due.At, berlin.Resolve(schedule, due.Wall!.Value, due.At)));
        }
    }

    [Fact]
    public void Evaluate_ZoneMissingFromTheData_ThrowsScheduleFault()
    {
        var schedule = Given.Cron("0 0 9 * * ?", Zone);
        var elsewhere = Given.Calendar();

        Assert.Contains(Zone, Assert.Throws<ScheduleFaultException>(() => elsewhere.After(schedule, default, Search.ForDelivery()).First()).Message, StringComparison.Ordinal);
        Assert.Throws<ScheduleFaultException>(() => elsewhere.Resolve(schedule, 0, default));
    }

    private void AssertMoves(V1.Schedule schedule, string after, string expected)
    {
        var due = _before.After(schedule, Given.At(after), Search.ForDelivery()).First();

        var moved = _after.Resolve(schedule, due.Wall!.Value, due.At);

        Assert.Equal(Given.At(expected), moved);
        Assert.Contains(_after.After(schedule, moved.Plus(-1), Search.ForDelivery()).Take(1), next => next.At == moved);
    }

    /// <summary>Returns a zone that is an hour ahead of UTC, and two hours ahead from one change to the next.</summary>
    private static DateTimeZoneCache Somewhere(params string[] changes) => new(new Source(new Changing(
        [.. changes.Select(change => Instant.FromUnixTimeMilliseconds(Given.At(change).Milliseconds))])));

    private sealed class Changing(Instant[] changes) : DateTimeZone(Zone, isFixed: false, Offset.FromHours(1), Offset.FromHours(2))
    {
        public override ZoneInterval GetZoneInterval(Instant instant)
        {
            var passed = changes.Count(change => change <= instant);
            return new ZoneInterval(
                $"{passed}",
                passed == 0 ? null : changes[passed - 1],
                passed == changes.Length ? null : changes[passed],
                Offset.FromHours(1 + passed % 2),
                Offset.Zero);
        }
    }

    private sealed class Source(DateTimeZone zone) : IDateTimeZoneSource
    {
        public string VersionId => "test";

        public IEnumerable<string> GetIds() => [Zone];

        public DateTimeZone ForId(string id) => zone;

        public string? GetSystemDefaultId() => null;
    }
}
