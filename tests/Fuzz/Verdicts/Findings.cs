using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Nudge.Fuzz.Verdicts;

/// <summary>The failures of a run, and the answers that are permitted exceptions.</summary>
internal sealed partial class Findings
{
    /// <summary>The length of the part of a detail that distinguishes failures. A log line goes on with a stack.</summary>
    private const int MaxKey = 300;

    private readonly ConcurrentDictionary<(FailureName Name, string Method, string Detail), (Failure First, int Count)> _failures = new();
    private readonly ConcurrentDictionary<string, int> _permitted = new();

    public bool IsEmpty => _failures.IsEmpty;

    /// <summary>Gets the first failure of each name, method and detail, and how often it occurred.</summary>
    public IReadOnlyList<(Failure First, int Count)> Failures => [.. _failures.Values.OrderBy(failure => failure.First.Name)];

    /// <summary>Gets how often each permitted exception occurred.</summary>
    public IReadOnlyList<(string Exception, int Count)> Permitted =>
        [.. _permitted.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    public void Add(Failure failure) => _failures.AddOrUpdate(
        (failure.Name, failure.Call?.Method ?? "", KeyOf(failure.Detail)), (failure, 1), (_, present) => (present.First, present.Count + 1));

    public void Permit(string exception, int times = 1) => _permitted.AddOrUpdate(exception, times, (_, present) => present + times);

    /// <summary>Counts the permitted exceptions of a part of the run.</summary>
    public void AddPermitted(Findings part)
    {
        foreach (var (exception, count) in part.Permitted)
            Permit(exception, count);
    }

    private static string KeyOf(string detail) => Numbers().Replace(detail[..Math.Min(detail.Length, MaxKey)], "#");

    // Failures that differ in an id, a number or an address only are one failure.
    [GeneratedRegex("[0-9a-fA-F]{8,}|[0-9]+")]
    private static partial Regex Numbers();
}
