namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>A random cron expression in whole minutes, and the wall-clock times that it means.</summary>
internal sealed record RandomCron(string Expression, Func<DateTime, bool> Matches)
{
    public bool IsInterval => Expression.Split(' ').Take(3).Any(part => part.AsSpan().ContainsAny("*/-"));

    /// <summary>Returns an expression that is likely to match in the first hours of a day.</summary>
    public static RandomCron Next(RandomSource random, DateTime day)
    {
        var (minuteText, minutes) = Field(random, 59, 59);
        var (hourText, hours) = Field(random, 23, random.Of(4, 23));
        var (dayText, isDay) = Day(random, day);
        var months = random.Chance(70) ? [] : random.Some(3, 1, 12).Append(day.Month).ToHashSet();
        return new RandomCron(
            $"0 {minuteText} {hourText} {dayText.Replace("M", months.Count == 0 ? "*" : string.Join(',', months), StringComparison.Ordinal)}",
            time => minutes.Contains(time.Minute) && hours.Contains(time.Hour) && isDay(time) && (months.Count == 0 || months.Contains(time.Month)));
    }

    private static (string Text, HashSet<int> Values) Field(RandomSource random, int max, int likely)
    {
        var (first, last, step) = (random.Between(0, likely), random.Between(0, max), random.Between(1, max / 2));
        switch (random.Between(0, 5))
        {
            case 0:
                return ("*", [.. Enumerable.Range(0, max + 1)]);
            case 1:
                return ($"*/{step}", [.. Enumerable.Range(0, max + 1).Where(value => value % step == 0)]);
            case 2:
                return ($"{first}/{step}", [.. Enumerable.Range(0, max + 1).Where(value => value >= first && (value - first) % step == 0)]);
            case 3:
                return ($"{Math.Min(first, last)}-{Math.Max(first, last)}", [.. Enumerable.Range(0, max + 1).Where(value => value >= Math.Min(first, last) && value <= Math.Max(first, last))]);
            default:
                var values = random.Some(3, 0, likely);
                return (string.Join(',', values), [.. values]);
        }
    }

    /// <summary>Returns the fields day of month, month (M) and day of week.</summary>
    private static (string Text, Func<DateTime, bool> Matches) Day(RandomSource random, DateTime day)
    {
        var weekDays = random.Some(3, 1, 7).Append((int)day.DayOfWeek + 1).ToHashSet();
        var days = random.Some(3, 1, 31).Append(day.Day).ToHashSet();
        return random.Between(0, 4) switch
        {
            0 => ($"? M {string.Join(',', weekDays)}", time => weekDays.Contains((int)time.DayOfWeek + 1)),
            1 => ($"{string.Join(',', days)} M ?", time => days.Contains(time.Day)),
            2 => ("L M ?", time => time.AddDays(1).Month != time.Month),
            3 => ($"? M {(int)day.DayOfWeek + 1}L", time => time.DayOfWeek == day.DayOfWeek && time.AddDays(7).Month != time.Month),
            _ => ("* M ?", _ => true),
        };
    }
}
