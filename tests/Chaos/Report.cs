using System.Globalization;
using Nudge.Chaos.Checking;
using Nudge.Chaos.Scenarios;

namespace Nudge.Chaos;

/// <summary>Prints one line for each scenario, and the findings below it.</summary>
internal static class Report
{
    private const int MaxExamples = 5;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void PrintHeader() =>
        Console.WriteLine($"{"scenario",-22} {"before/s",9} {"during/s",9} {"after/s",9} {"after",7} {"recovery",9} {"reminders",10} {"repeats",8}  result");

    /// <summary>Tells on standard error what happens now.</summary>
    public static void Tell(string scenario, string what) => Console.Error.WriteLine($"{Show(TimeProvider.System.GetUtcNow())} {scenario}: {what}");

    public static void Print(Result result)
    {
        if (result.NotRun is { } reason)
        {
            Console.WriteLine($"{result.Name,-22} not run: {reason}");
            return;
        }

        Console.WriteLine(string.Create(
            Culture,
            $"{result.Name,-22} {result.Before,9:0} {result.During,9:0} {result.After,9:0} {result.AfterToBefore,7:0 %} "
            + $"{result.Recovery.TotalSeconds,7:0.0} s {result.Requests,10} {result.Repeats,8}  {Summary(result)}"));
        if (result.Verdict is { } verdict)
            PrintFindings(verdict);
        foreach (var refusals in result.Refusals.GroupBy(refusal => refusal))
            Console.WriteLine($"    {refusals.Count()} registrations refused: {refusals.Key}");
    }

    /// <summary>Prints the check of the whole run.</summary>
    public static void Print(Verdict verdict)
    {
        Console.WriteLine($"{"whole run",-22} {Describe(verdict)}");
        PrintFindings(verdict);
    }

    private static string Summary(Result result)
    {
        var parts = new List<string> { result.Passed ? "passed" : "FAILED" };
        if (result.Failure is { } failure)
            parts.Add(failure);
        else if (result.AfterToBefore < Result.Tolerance)
            parts.Add(string.Create(Culture, $"less than {Result.Tolerance:0 %} of the throughput before"));
        if (result.Verdict is { } verdict)
            parts.Add(Describe(verdict));
        return string.Join("; ", parts);
    }

    private static string Describe(Verdict verdict)
    {
        var causes = string.Join(", ", verdict.Explained.Select(cause => $"{cause.Value} by {cause.Key}"));
        var duplicates = causes.Length == 0 ? "no duplicates" : $"duplicates: {causes}";
        return $"{verdict.Lost.Count} lost, {verdict.Early.Count} early, {verdict.Unexplained.Count} unexplained; {duplicates}";
    }

    private static void PrintFindings(Verdict verdict)
    {
        Print("lost", verdict.Lost.Select(reminder => $"{reminder.Text}, due {Show(reminder.Due)}"));
        Print("early", verdict.Early.Select(received => $"{received.Text}, received {Show(received.At)}"));
        Print("repeated", verdict.Unexplained.Select(received => $"{received.Text}, received again {Show(received.At)}"));
        Print("unknown", verdict.Unknown.Select(received => $"{received.Text}, received {Show(received.At)}"));
    }

    private static void Print(string what, IEnumerable<string> findings)
    {
        foreach (var finding in findings.Take(MaxExamples))
            Console.WriteLine($"    {what}: {finding}");
    }

    private static string Show(DateTimeOffset instant) => instant.ToString("HH:mm:ss.fff", Culture);
}
