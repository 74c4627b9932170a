using Quartz;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The wall-clock times of a cron expression. Quartz computes them in UTC, where clocks do not change. Its own handling of zones is not used: it
/// repeats one instant forever in zones whose daylight saving time is the winter (Europe/Dublin).
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

    /// <summary>Parses a cron expression.</summary>
    /// <param name="expression">An expression in Quartz syntax.</param>
    /// <exception cref="FormatException">The text is not a cron expression. The message says why.</exception>
    public static CronTimes Parse(string expression) => new(CronSyntax.Fields(expression));

    /// <summary>
    /// Gets whether the expression means an interval rather than fixed times: it has a wildcard, step or range in seconds, minutes or hours.
    /// </summary>
    public bool IsInterval { get; }

    public long ShortestWithinDay => _shortest.Value.WithinDay;

    public long ShortestOverMidnight => _shortest.Value.OverMidnight;

    public IEnumerable<long> From(long wall, Search search)
    {
        // Quartz returns the first whole second after the given instant, which may lie between two seconds.
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

    /// <summary>Returns the values of one of the first three fields. They are found by evaluating that field alone for one day.</summary>
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
