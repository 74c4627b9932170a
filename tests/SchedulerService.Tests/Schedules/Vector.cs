using System.Text.Json;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>One line of a vector file (see Vectors/README.md).</summary>
/// <param name="Name">Describes the line in a failure.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="From">The instant before the expected ones, exclusive.</param>
/// <param name="Expected">The instants that follow.</param>
/// <param name="Ends">Whether no instant follows the expected ones.</param>
internal sealed record Vector(string Name, Schedule Schedule, Instant From, Instant[] Expected, bool Ends)
{
    /// <summary>Returns the undisputed lines of a file.</summary>
    public static IReadOnlyList<Vector> Read(string file)
    {
        var resource = $"{typeof(Vector).Namespace}.Vectors.{file}";
        using var stream = typeof(Vector).Assembly.GetManifestResourceStream(resource) ?? throw new FileNotFoundException(resource);
        using var reader = new StreamReader(stream);
        var vectors = new List<Vector>();
        while (reader.ReadLine() is { } line)
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (!json.GetProperty("tags").EnumerateArray().Any(tag => tag.GetString() == "disputed"))
                vectors.Add(json.TryGetProperty("expr", out var expression) ? OfCron(json, expression.GetString()!) : OfRule(json));
        }

        return vectors;
    }

    private static Vector OfCron(JsonElement json, string expression)
    {
        var expected = Texts(json).Select(Given.At).ToArray();
        return new Vector(
            $"{expression} after {json.GetProperty("from")} in {json.GetProperty("zone")}",
            Given.Cron(expression, json.GetProperty("zone").GetString()!),
            Given.At(json.GetProperty("from").GetString()!),
            expected,
            Ends: expected.Length == 0);
    }

    private static Vector OfRule(JsonElement json)
    {
        var (rule, start, zone) = (json.GetProperty("rrule").GetString()!, json.GetProperty("dtstart").GetString()!, json.GetProperty("zone").GetString()!);
        return new Vector(
            $"{rule} from {start} in {zone}",
            Given.Rule(rule, start, zone),
            Search.Min,
            [.. Texts(json).Select(text => zone == "UTC" ? Given.At(text) : Instant.Floor(DateTimeOffset.Parse(text, null)))],
            Ends: rule.Contains("COUNT", StringComparison.Ordinal) || rule.Contains("UNTIL", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(JsonElement json) => json.GetProperty("expected").EnumerateArray().Select(text => text.GetString()!);
}
