using System.Diagnostics;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>
/// Random rules of up to 512 characters. Each one is accepted or refused, and a delivery finds the next instant of an accepted one.
/// </summary>
public sealed class RuleFuzzTests(ITestOutputHelper output)
{
    private const int Cases = 20_000;
    private const int MaxRule = 512;

    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"];
    private static readonly string[] DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    [Fact]
    public void Check_RandomRule_IsAcceptedOrRefused()
    {
        var (now, accepted, times) = (Given.Instant("2026-11-22T12:00:00Z"), 0, new List<(double Milliseconds, string What)>());
        for (var number = 0; number < Cases; number++)
        {
            var random = RandomSource.Case(number);
            var (rule, start) = (Rule(random), $"{random.Of(2, 1970, 2020, 2026, 2028)}-0{random.Between(1, 9)}-{random.Between(10, 28)}T{random.Between(10, 23)}:{random.Between(10, 59)}:00");
            var schedule = Given.Rule(rule, start.PadLeft(19, '0'), random.Of(Zones));
            var calendar = Given.Calendar();
            var violations = new FieldViolations();
            var started = Stopwatch.GetTimestamp();

            calendar.Check(schedule, "schedule", violations);
            var first = violations.Count == 0 ? calendar.First(schedule, now, "schedule", violations) : null;
            times.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, $"{schedule.Recurrence}"));

            Assert.True(first is null == violations.Count > 0, rule);
            if (first is not { } at)
                continue;
            accepted++;
            started = Stopwatch.GetTimestamp();
            Assert.All(calendar.After(schedule, at.At, Search.ForDelivery()).Take(1), next => Assert.True(next.At > at.At, rule));
            times.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, $"next of {schedule.Recurrence}"));
        }

        foreach (var (milliseconds, what) in times.OrderByDescending(time => time.Milliseconds).Take(25))
            output.WriteLine($"{milliseconds:f1} ms: {what}");
        Assert.InRange(accepted, Cases / 10, Cases);
    }

    private static string Rule(RandomSource random)
    {
        var frequency = random.Of("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY");
        var rule = $"FREQ={frequency}";
        var parts = new Func<string>[]
        {
            () => $"INTERVAL={random.Of(2, 3, 7, 60, 61, 97, 1440, 3599, 86_399, 1_000_003)}",
            () => random.Chance(50) ? $"COUNT={random.Of(1, 10, 5_000, 100_000, 200_000, int.MaxValue)}" : $"UNTIL={random.Between(2026, 2400)}0101T000000Z",
            () => $"BYSECOND={Numbers(random, 0, 59, 60)}",
            () => $"BYMINUTE={Numbers(random, 0, 59, 60)}",
            () => $"BYHOUR={Numbers(random, 0, 23, 24)}",
            () => $"BYDAY={string.Join(',', random.Some(7, 0, 6).Select(day => (frequency is "MONTHLY" or "YEARLY" && random.Chance(40) ? random.Of("1", "-1", "5", "-5") : "") + DayNames[day]))}",
            () => frequency == "WEEKLY" ? "WKST=SU" : $"BYMONTHDAY={Numbers(random, -31, 31, 31)}",
            () => frequency is "YEARLY" or "HOURLY" or "SECONDLY" ? $"BYYEARDAY={Numbers(random, -366, 366, 90)}" : "WKST=WE",
            () => frequency == "YEARLY" ? $"BYWEEKNO={Numbers(random, -53, 53, 80)}" : "WKST=TH",
            () => $"BYMONTH={Numbers(random, 1, 12, 12)}",
            () => $"BYSETPOS={Numbers(random, -366, 366, 60)}",
        };
        foreach (var part in parts.Where(_ => random.Chance(35)))
        {
            var text = part();
            if (rule.Length + 1 + text.Length <= MaxRule && !rule.Contains(text[..text.IndexOf('=')], StringComparison.Ordinal))
                rule += $";{text}";
        }

        return rule;
    }

    private static string Numbers(RandomSource random, int min, int max, int most) =>
        string.Join(',', Enumerable.Range(0, random.Of(1, 2, most)).Select(_ => random.Between(min, max)).Where(number => number != 0 || min == 0).Append(max).Distinct());
}
