using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Searches of callers are bounded. The next instant of an accepted schedule is found, however much work that takes.</summary>
public sealed class BoundTests
{
    private static readonly string MonthDays = string.Join(',', Enumerable.Range(1, 31));
    private static readonly string Weeks = string.Join(',', Enumerable.Range(1, 40).Concat(Enumerable.Range(-40, 40)));

    /// <summary>The weeks 1 to 40 and -40 to -1 cover every year, so the rule gives every day.</summary>
    [Fact]
    public void After_RuleThatCoversEveryDay_ReturnsEveryDay()
    {
        var rule = $"FREQ=YEARLY;BYWEEKNO={Weeks};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12";
        var schedule = Given.Rule(rule, "2026-12-01T09:00:00", "UTC");

        var days = Given.Calendar().After(schedule, Given.At("2026-12-01T00:00:00Z"), Search.ForDelivery()).Take(1000).Select(occurrence => occurrence.At).ToList();

        Assert.Equal(1000, days.Count);
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal(TimeSpan.FromDays(1), pair.Second - pair.First));
    }

    [Fact]
    public void After_CountedRuleAfterAYear_Continues()
    {
        var schedule = Given.Rule($"FREQ=MONTHLY;BYMONTHDAY={MonthDays};BYHOUR=8,9,10,11,12,13,14,15,16,17,18,19;COUNT=20000", "2025-08-01T00:00:00", "UTC");

        Assert.Equal(["2026-11-29T12:00:00+00:00"], Given.Calendar().Next(schedule, "2026-11-29T11:30:00Z", 1));
        Assert.Equal(20_000, Given.Calendar().After(schedule, default, Search.ForDelivery()).Count());
    }

    [Fact]
    public void After_NextInstantThreeCenturiesLater_IsFound() => Assert.Equal(
        ["2028-02-29T09:00:00+00:00", "2328-02-29T09:00:00+00:00"],
        Given.Calendar().Next(Given.Rule("FREQ=YEARLY;INTERVAL=75;BYMONTH=2;BYMONTHDAY=29", "2028-02-29T09:00:00", "UTC"), "2027-01-01T00:00:00Z", 2));

    [Fact]
    public void After_SixthWednesdayBesideMonday_ReturnsMondaysOnly() => Assert.Equal(
        ["2027-01-04T09:00:00+00:00", "2027-01-11T09:00:00+00:00"],
        Given.Calendar().Next(Given.Rule("FREQ=MONTHLY;BYDAY=MO,6WE", "2027-01-01T09:00:00", "UTC"), "2027-01-01T00:00:00Z", 2));

    [Theory]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 100)]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", 5_000)]
    [InlineData("FREQ=DAILY;BYMONTH=12;BYDAY=SU", 100)]
    [InlineData("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", 15_000)]
    public void After_CommonRule_TakesFewSteps(string rule, long steps)
    {
        var instants = Given.Calendar().After(
            Given.Rule(rule, "2026-01-01T09:00:00", "Europe/Berlin"), Given.At("2026-11-29T00:00:00Z"), new Search(Instant.Never, steps, CancellationToken.None));

        Assert.NotEmpty(instants.Take(1));
    }

    [Fact]
    public void After_CancelledSearch_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var schedule = Given.Rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01T09:00:00", "UTC");

        Assert.Throws<OperationCanceledException>(() => Given.Calendar().After(schedule, default, Search.ForCaller(Search.Max, cancellation.Token)).FirstOrDefault());
    }

    [Fact]
    public void After_UnboundedSearchOfACaller_ThrowsScheduleFault()
    {
        var schedule = Given.Rule("FREQ=MINUTELY", "2026-01-01T09:00:00", "UTC");

        var fault = Assert.Throws<ScheduleFaultException>(() => Given.Calendar().After(schedule, default, Search.ForCaller(Search.Max, CancellationToken.None)).Count());

        Assert.Equal("Finding the instants takes more than 250000 steps.", fault.Message);
    }
}
