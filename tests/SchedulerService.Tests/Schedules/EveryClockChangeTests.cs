using NodaTime;
using Nudge.SchedulerService.Schedules;
using Calendar = Nudge.SchedulerService.Schedules.Calendar;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>
/// Random schedules around every clock change of ten years. Their instants are those of a clock that is read minute by minute, from whichever
/// instant the search starts.
/// </summary>
public sealed class EveryClockChangeTests
{
    private const int Minutes = 40 * 60;
    private const long Before = 14 * Wall.Hour;

    private static readonly Instant From = Instant.FromUtc(2020, 1, 1, 0, 0);
    private static readonly Instant Until = Instant.FromUtc(2030, 1, 1, 0, 0);

    private readonly Calendar _calendar = Given.Calendar();

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Europe/Dublin")]
    [InlineData("Europe/London")]
    [InlineData("Europe/Moscow")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Africa/El_Aaiun")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/New_York")]
    [InlineData("America/Santiago")]
    [InlineData("America/Havana")]
    [InlineData("America/St_Johns")]
    [InlineData("America/Scoresbysund")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Asia/Beirut")]
    [InlineData("Asia/Gaza")]
    [InlineData("Asia/Tehran")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Pacific/Chatham")]
    [InlineData("Antarctica/Troll")]
    public void After_AroundEveryClockChange_EqualsTheNaiveClock(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var (failures, cases, instants) = (new List<string>(), 0, 0);
        foreach (var around in Changes(zone))
        {
            for (var round = 0; round < 6; round++, cases++)
            {
                var random = RandomSource.Case(cases + 1000 * (int)(around % 1000));
                var from = around - Before - random.Between(0, 5) * Wall.Hour;
                var (name, schedule, expected) = (round % 3) switch
                {
                    0 => Cron(random, zone, around, from),
                    1 => Rule(random, zone, around, from),
                    _ => Elapsed(random, zone, around, from),
                };
                instants += expected.Length;
                if (Failure(random, schedule, zone, from, expected) is { } failure)
                    failures.Add($"seed {RandomSource.Seed}, {id}, {name}: {failure}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
        Assert.True(instants > 3 * cases && cases > 0, $"only {instants} instants were compared in {cases} cases");
    }

    /// <summary>Returns the clock changes of ten years, or some days if the zone has none.</summary>
    private static IEnumerable<long> Changes(DateTimeZone zone)
    {
        var changes = zone.GetZoneIntervals(From, Until).Where(interval => interval.HasStart && interval.Start > From)
            .Select(interval => interval.Start.ToUnixTimeMilliseconds()).ToList();
        return changes.Count > 0 ? changes : Enumerable.Range(1, 5).Select(year => From.ToUnixTimeMilliseconds() + year * 400 * Wall.Day);
    }

    private static (string Name, V1.Schedule Schedule, long[] Expected) Cron(RandomSource random, DateTimeZone zone, long around, long from)
    {
        var clock = new NaiveClock(zone);
        var cron = RandomCron.Next(random, clock.Shown(around - Wall.Minute));
        return (cron.Expression, Given.Cron(cron.Expression, zone.Id), clock.Fires(from, Minutes, cron.Matches, gapEnds: true, cron.IsInterval));
    }

    private static (string Name, V1.Schedule Schedule, long[] Expected) Rule(RandomSource random, DateTimeZone zone, long around, long from)
    {
        var clock = new NaiveClock(zone);
        var day = clock.Shown(around - Wall.Minute);
        var start = day.Date.AddDays(-random.Between(0, 1000)).AddMinutes(random.Between(0, 300));
        var rule = new NaiveRule(random.Of("DAILY", "WEEKLY", "MONTHLY"), 1, start)
        {
            Days = random.Chance(70) ? [.. random.Some(3, 0, 6).Append((int)day.DayOfWeek).Distinct().Select(other => (0, (DayOfWeek)other))] : [],
            Hours = random.Some(4, 0, random.Of(4, 23)),
            Minutes = random.Chance(70) ? random.Some(4, 0, 59) : [],
        };
        var dates = Enumerable.Range(-3, 8).Select(offset => day.Date.AddDays(offset)).Where(rule.IsDate).ToHashSet();
        return (
            $"{rule.Text} from {rule.StartText}",
            Given.Rule(rule.Text, rule.StartText, zone.Id),
            clock.Fires(from, Minutes, time => time >= start && dates.Contains(time.Date) && rule.IsTime(time), gapEnds: false, bothPasses: false));
    }

    private static (string Name, V1.Schedule Schedule, long[] Expected) Elapsed(RandomSource random, DateTimeZone zone, long around, long from)
    {
        var clock = new NaiveClock(zone);
        var isHourly = random.Chance(50);
        var interval = random.Between(1, isHourly ? 3 : 59);
        var hours = random.Chance(50) ? random.Some(12, 0, 23) : [];
        var start = around - random.Between(3, 200) * Wall.Day + random.Between(0, 59) * Wall.Minute;
        while (zone.MapLocal(LocalDateTime.FromDateTime(clock.Shown(start))).Count > 1)
            start -= Wall.Day;
        var shown = clock.Shown(start);
        var text = $"FREQ={(isHourly ? "HOURLY" : "MINUTELY")};INTERVAL={interval}{(hours.Length > 0 ? $";BYHOUR={string.Join(',', hours)}" : "")}";
        return (
            $"{text} from {shown:s}",
            Given.Rule(text, $"{shown:s}", zone.Id),
            clock.Elapsed(from, Minutes, start, interval * (isHourly ? Wall.Hour : Wall.Minute), time => hours.Length == 0 || hours.Contains(time.Hour)));
    }

    private string? Failure(RandomSource random, V1.Schedule schedule, DateTimeZone zone, long from, long[] expected)
    {
        var until = from + Minutes * Wall.Minute;
        var all = After(schedule, from - 1, until);
        var instants = all.ConvertAll(occurrence => occurrence.At.Milliseconds);
        if (!instants.SequenceEqual(expected))
            return $"gives {Show(instants.Except(expected))} and not {Show(expected.Except(instants))}";

        foreach (var occurrence in all.Where(occurrence => occurrence.Wall is not null))
        {
            var shown = Wall.Of(Instant.FromUnixTimeMilliseconds(occurrence.At.Milliseconds).InZone(zone).LocalDateTime);
            if (shown != occurrence.Wall && zone.MapLocal(Wall.ToLocal(occurrence.Wall!.Value)).Count > 0)
                return $"{Show([occurrence.At.Milliseconds])} is not at its wall-clock time";
        }

        for (var ask = 0; ask < 6; ask++)
        {
            var at = ask < 3 || all.Count == 0 ? random.Between(from, until) : random.Of(instants) + random.Between(-1, 1);
            if (!After(schedule, at, until).SequenceEqual(all.Where(occurrence => occurrence.At.Milliseconds > at)))
                return $"asked after {Show([at])} gives another sequence";
        }

        return null;
    }

    private List<Occurrence> After(V1.Schedule schedule, long instant, long until)
    {
        var occurrences = new List<Occurrence>();
        try
        {
            occurrences.AddRange(_calendar.After(schedule, new(instant), Search.ForDelivery()).TakeWhile(occurrence => occurrence.At.Milliseconds < until));
        }
        catch (ScheduleFaultException)
        {
            // A random rule may have no instant, or no further one. The comparison shows whether that is right.
        }

        return occurrences;
    }

    private static string Show(IEnumerable<long> instants) => string.Join(' ', instants.Take(3).Select(at => $"{DateTimeOffset.FromUnixTimeMilliseconds(at):u}"));
}
