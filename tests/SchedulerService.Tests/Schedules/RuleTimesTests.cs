using Nudge.SchedulerService.Schedules;

namespace Nudge.SchedulerService.Tests.Schedules;

public sealed class RuleTimesTests
{
    private const int Cases = 1_000;

    [Fact]
    public void From_RandomRules_EqualsTheNaiveRule()
    {
        var (failures, times) = (new List<string>(), 0);
        for (var number = 0; number < Cases; number++)
        {
            var random = RandomSource.Case(number);
            var start = new DateTime(random.Between(1990, 2026), random.Between(1, 12), random.Between(1, 28), random.Between(0, 23), random.Between(0, 59), 0);
            var rule = RandomRules.Next(random, random.Chance(10) ? new DateTime(start.Year, 1, 31, 2, 30, 0) : start);
            var from = rule.Start.AddDays(random.Between(-100, 4_000)).AddMinutes(random.Between(0, 1439));
            var until = from.AddDays(400);

            var expected = rule.Times(from, until).ToList();
            var actual = Actual(rule, from, until);

            times += expected.Count;
            if (!actual.SequenceEqual(expected))
                failures.Add(Describe(number, rule, from, expected, actual));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
        Assert.True(times > 50 * Cases, $"only {times} times were compared");
    }

    private static List<DateTime> Actual(NaiveRule rule, DateTime from, DateTime until)
    {
        try
        {
            return [.. new RuleTimes(RuleText.Parse(rule.Text), Wall.Of(rule.Start)).From(Wall.Of(from), new Search(new(Wall.Of(until)), 1_000_000, CancellationToken.None))
                .TakeWhile(time => time < Wall.Of(until))
                .Select(time => DateTime.UnixEpoch.AddMilliseconds(time))];
        }
        catch (Exception refused) when (refused is ScheduleFaultException or FormatException)
        {
            // The rule selects nothing, or nothing for a century. If the window contains a time, the comparison fails.
            return [];
        }
    }

    private static string Describe(int number, NaiveRule rule, DateTime from, List<DateTime> expected, List<DateTime> actual)
    {
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"case {number} of seed {RandomSource.Seed}: {rule.Text} from {rule.StartText}, asked from {from:s}: the time at {at} is "
            + $"{actual.ElementAtOrDefault(at):s}, expected {expected.ElementAtOrDefault(at):s}";
    }
}
