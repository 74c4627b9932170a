using System.Globalization;
using System.Text.RegularExpressions;

namespace Nudge.Tests;

/// <summary>The tables of docs/telemetry.md.</summary>
public static partial class TelemetryDocument
{
    private static readonly IReadOnlyList<string> Lines = File.ReadAllLines(Repository.Path("docs/telemetry.md"));

    /// <summary>Gets the kind and unit of each metric, by its name.</summary>
    public static IReadOnlyDictionary<string, (string Kind, string Unit)> Metrics { get; } = Lines
        .Select(line => Metric().Match(line)).Where(match => match.Success)
        .ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["kind"].Value, match.Groups["unit"].Value));

    /// <summary>Gets the first and last event id of each namespace.</summary>
    public static IReadOnlyDictionary<string, (int First, int Last)> EventIds { get; } = Lines
        .Select(line => EventRange().Match(line)).Where(match => match.Success)
        .ToDictionary(match => match.Groups["namespace"].Value, match => (Number(match.Groups["first"]), Number(match.Groups["last"])));

    [GeneratedRegex(@"^\| `(?<name>nudge\.[a-z_.]+)` \| (?<kind>counter|gauge|histogram) \| (?<unit>\S+) \|")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^\| `(?<namespace>Nudge\.[A-Za-z.]+)` \| (?<first>\d+)–(?<last>\d+) \|")]
    private static partial Regex EventRange();

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);
}
