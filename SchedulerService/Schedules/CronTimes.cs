using Quartz;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The wall-clock times of a cron expression, as Quartz finds them in UTC, where there are no changes of the clock: what it makes of zones
/// is not used, since it repeats one instant for ever in zones whose winter is their daylight saving time (Europe/Dublin).
/// </summary>
internal sealed class CronTimes : IWallTimes
{
    private readonly CronExpression _expression;
    private readonly Lazy<(long WithinDay, long OverMidnight)> _shortest;

    private CronTimes(string[] fields)
    {
        _expression = Quartz(fields);
        IsInterval = fields.Take(3).Any(field => field.AsSpan().ContainsAny("*/-"));
        _shortest = new(() => new TimesOfDay(Values(fields, 2), Values(fields, 1), Values(fields, 0)).Shortest());
    }

    /// <param name="expression">In Quartz' syntax.</param>
    /// <exception cref="FormatException">It is no such expression; the message says why.</exception>
    public static CronTimes Parse(string expression) => new(CronSyntax.Fields(expression));

    /// <summary>Whether it means "every so often" rather than "at this time": a wildcard, step or range in seconds, minutes or hours.</summary>
    public bool IsInterval { get; }

    public long ShortestWithinDay => _shortest.Value.WithinDay;

    public long ShortestOverMidnight => _shortest.Value.OverMidnight;

    public IEnumerable<long> From(long wall, Search search)
    {
        // Quartz answers with the first whole second after the one it is given, which may be a fraction.
        for (var before = Math.Max(wall, Wall.Min) - 1; before < Wall.Max;)
        {
            if (_expression.GetNextValidTimeAfter(DateTimeOffset.FromUnixTimeMilliseconds(before)) is not { } next)
                yield break;
            search.Step();
            before = next.ToUnixTimeMilliseconds();
            yield return before;
        }
    }

    private static CronExpression Quartz(IEnumerable<string> fields) =>
        new(string.Join(' ', fields), TimeZoneInfo.Utc);

    /// <summary>The values of one of the first three fields, found by walking it alone through a day.</summary>
    private static int[] Values(string[] fields, int index)
    {
        string[] alone = ["0", "0", "0", "*", "*", "?"];
        alone[index] = fields[index];
        var expression = Quartz(alone);
        var values = new List<int>();
        var end = DateTimeOffset.UnixEpoch.AddDays(1);
        for (var at = expression.GetNextValidTimeAfter(DateTimeOffset.UnixEpoch.AddSeconds(-1)); at < end; at = expression.GetNextValidTimeAfter(at.Value))
            values.Add(index switch { 0 => at.Value.Second, 1 => at.Value.Minute, _ => at.Value.Hour });
        return [.. values.Distinct()];
    }
}
