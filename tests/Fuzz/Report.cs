using System.Diagnostics;
using System.Globalization;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Verdicts;

namespace Nudge.Fuzz;

/// <summary>Prints what a run does and finds.</summary>
internal sealed class Report(TextWriter output)
{
    private const int ProgressInterval = 20_000;
    private const int MaxDetail = 1500;
    private const int MostShown = 10;
    private const long Megabyte = 1_048_576;

    private long _began;

    public void Begin(string area, int count)
    {
        _began = Stopwatch.GetTimestamp();
        Write($"== {area}: {count} requests");
    }

    public void Progress(int sent)
    {
        if (sent % ProgressInterval == 0)
            Write($"{sent} sent, {sent / Stopwatch.GetElapsedTime(_began).TotalSeconds:0} a second");
    }

    /// <summary>Prints the slowest calls.</summary>
    public void Show(IEnumerable<(FuzzCall Call, TimeSpan Took)> slowest, IEnumerable<(FuzzCall Call, TimeSpan Took, TimeSpan Alone)> repeated)
    {
        Write($"done in {Stopwatch.GetElapsedTime(_began).TotalSeconds:0} s");
        foreach (var (call, took) in slowest)
            Write($"slow, {took.TotalMilliseconds:0} ms: {call.Describe()}");
        foreach (var (call, took, alone) in repeated)
            Write($"over a second: {took.TotalSeconds:0.0} s, alone {alone.TotalSeconds:0.000} s: {call.Describe()}");
    }

    /// <summary>Prints the memory of the processes.</summary>
    public void Show(IEnumerable<ServiceProcess> processes)
    {
        foreach (var process in processes)
            Write($"memory of {process.Name} after a full collection, in MB: {InMegabytes(process.Memory)}; of it managed: {InMegabytes(process.Heap)}");
    }

    /// <summary>Prints the ten calls that allocated most.</summary>
    public void Show(IReadOnlyList<(FuzzCall Call, long Bytes)> allocations)
    {
        foreach (var (call, bytes) in allocations.Take(MostShown))
            Write($"allocated {(double)bytes / Megabyte:0.0} MB: {call.Describe()}");
    }

    public void Show(Punctuality punctuality) => Write($"{punctuality.Count} clean reminders, the latest by {punctuality.Latest.TotalMilliseconds:0.0} ms");

    /// <summary>Prints the failures with their smallest requests, and the permitted exceptions.</summary>
    public void Show(Findings findings, int seed)
    {
        foreach (var (exception, count) in findings.Permitted)
            Write($"permitted, {count} times: {exception}");
        foreach (var (first, count) in findings.Failures)
        {
            Write($"{first.Name}, {count} times, seed {seed}: {first.Detail[..Math.Min(first.Detail.Length, MaxDetail)]}");
            if (first.Call is { } call)
                Write($"  smallest request: {call.Method} {call}");
        }

        Write($"{findings.Failures.Count} failures");
    }

    public void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string InMegabytes(IEnumerable<long> bytes) => string.Join(", ", bytes.Select(value => value / Megabyte));
}
