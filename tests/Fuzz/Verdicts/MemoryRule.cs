namespace Nudge.Fuzz.Verdicts;

/// <summary>Judges the memory of a process: its resident memory after a full collection, at the end of the warm-up and later.</summary>
internal static class MemoryRule
{
    /// <summary>The greatest growth after the warm-up, in bytes.</summary>
    public const long Limit = 50 * 1_048_576;

    /// <summary>Adds a failure when the last measurement exceeds the first by more than the limit.</summary>
    /// <param name="process">The name of the process.</param>
    /// <param name="bytes">The measurements, the one at the end of the warm-up first.</param>
    /// <param name="findings">Receives the failure.</param>
    public static void Judge(string process, IReadOnlyList<long> bytes, Findings findings)
    {
        if (bytes.Count > 1 && bytes[^1] - bytes[0] > Limit)
            findings.Add(new Failure(FailureName.MemoryGrowth, $"{process}: {string.Join(", ", bytes.Select(value => value / 1_048_576))} MB"));
    }
}
