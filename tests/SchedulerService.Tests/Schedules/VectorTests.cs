using System.Globalization;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Timing;
using Calendar = Nudge.SchedulerService.Schedules.Calendar;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Published test vectors: see Vectors/README.md.</summary>
public sealed class VectorTests
{
    private readonly Calendar _calendar = Given.Calendar(TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("cron.jsonl", 448)]
    [InlineData("rrule.jsonl", 184)]
    [InlineData("rrule-dst.jsonl", 10)]
    public void After_PublishedVectors_AllAgree(string file, int count)
    {
        var vectors = Vector.Read(file);

        var failures = vectors.Select(Failure).OfType<string>().ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
        Assert.Equal(count, vectors.Count);
    }

    [Theory]
    [InlineData("cron.jsonl")]
    [InlineData("rrule.jsonl")]
    [InlineData("rrule-dst.jsonl")]
    public void After_AnyInstantInBetween_ReturnsTheRestOfTheSequence(string file)
    {
        var failures = Vector.Read(file).SelectMany(FailuresInBetween).OfType<string>().ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
    }

    [Theory]
    [InlineData("cron.jsonl", 100)]
    [InlineData("rrule.jsonl", 20)]
    public void First_VectorsDenserThanAMinute_AreRefused(string file, int least)
    {
        var calendar = Given.Calendar();
        var dense = Vector.Read(file).Where(IsDense).ToList();

        var accepted = dense.Where(vector => !calendar.Violations(vector.Schedule, "1997-09-01T00:00:00Z").Contains("apart", StringComparison.Ordinal));

        Assert.Empty(accepted.Select(vector => vector.Name));
        Assert.True(dense.Count >= least, $"only {dense.Count} vectors are dense");
    }

    [Theory]
    [InlineData("cron.jsonl", 100)]
    [InlineData("rrule.jsonl", 100)]
    [InlineData("rrule-dst.jsonl", 10)]
    public void First_VectorsNoDenserThanAMinute_AreAccepted(string file, int least)
    {
        var calendar = Given.Calendar();
        var sparse = Vector.Read(file).Where(vector => vector.Expected.Length > 0 && !IsDense(vector)).ToList();

        var refused = sparse
            .Select(vector => (vector.Name, Violations: calendar.Violations(vector.Schedule, $"{vector.Expected[0].ToDateTimeOffset():u}")))
            .Where(vector => vector.Violations.Length > 0);

        Assert.Empty(refused);
        Assert.True(sparse.Count >= least, $"only {sparse.Count} vectors are sparse");
    }

    /// <summary>Returns whether two of the first 500 instants are less than a minute apart.</summary>
    private bool IsDense(Vector vector)
    {
        var instants = _calendar.After(vector.Schedule, vector.From, Search.ForDelivery()).Take(500).Select(occurrence => occurrence.At).ToList();
        return instants.Zip(instants.Skip(1)).Any(pair => pair.Second - pair.First < TimeSpan.FromMinutes(1));
    }

    private string? Failure(Vector vector)
    {
        var violations = new FieldViolations();
        _calendar.Check(vector.Schedule, "schedule", violations);
        return violations.Count > 0 ? $"{vector.Name}: refused" : Difference(vector, vector.From, vector.Expected);
    }

    private IEnumerable<string?> FailuresInBetween(Vector vector)
    {
        for (var index = 0; index < vector.Expected.Length; index++)
        {
            var at = vector.Expected[index];
            yield return Difference(vector, at.Plus(-1), vector.Expected[index..]);
            yield return Difference(vector, at, vector.Expected[(index + 1)..]);
            yield return Difference(vector, at.Plus(1), vector.Expected[(index + 1)..]);
            if (index > 0)
                yield return Difference(vector, vector.Expected[index - 1] + (at - vector.Expected[index - 1]) / 2, vector.Expected[index..]);
        }
    }

    private string? Difference(Vector vector, Instant from, Instant[] expected)
    {
        try
        {
            var actual = _calendar.After(vector.Schedule, from, Search.ForDelivery()).Take(expected.Length + (vector.Ends ? 1 : 0)).Select(occurrence => occurrence.At).ToArray();
            return actual.SequenceEqual(expected) ? null : $"{vector.Name}, asked after {Show([from])}: {Show(actual)}, expected {Show(expected)}";
        }
        catch (ScheduleFaultException fault)
        {
            return $"{vector.Name}: {fault.Message}";
        }
    }

    private static string Show(Instant[] instants) =>
        string.Join(' ', instants.Select(instant => instant.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture)));
}
