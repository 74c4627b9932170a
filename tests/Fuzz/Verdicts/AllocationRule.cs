using Nudge.Fuzz.Calls;

namespace Nudge.Fuzz.Verdicts;

/// <summary>Attributes the allocations of a process to the calls that were sent one after the other, and judges each call.</summary>
internal static class AllocationRule
{
    /// <summary>The most that one call may allocate, in bytes.</summary>
    public const long Limit = 200 * 1_048_576;

    /// <summary>Returns the calls with what was allocated during each, the most first, and adds those over the limit to the findings.</summary>
    /// <param name="calls">The calls, in their order. They do not overlap.</param>
    /// <param name="allocations">The allocations, in the order of their times.</param>
    /// <param name="findings">Receives the calls over the limit.</param>
    public static IReadOnlyList<(FuzzCall Call, long Bytes)> Judge(
        IReadOnlyList<(FuzzCall Call, DateTimeOffset Began, DateTimeOffset Ended)> calls, IReadOnlyList<(DateTimeOffset At, long Bytes)> allocations,
            Findings findings)
    {
        var next = 0;
        var sums = new List<(FuzzCall Call, long Bytes)>();
        foreach (var (call, began, ended) in calls)
        {
            while (next < allocations.Count && allocations[next].At < began)
                next++;
            var sum = 0L;
            for (; next < allocations.Count && allocations[next].At <= ended; next++)
                sum += allocations[next].Bytes;
            sums.Add((call, sum));
            if (sum > Limit)
                findings.Add(new Failure(FailureName.CallAllocates, $"{sum / 1_048_576} MB", call));
        }

        return [.. sums.OrderByDescending(item => item.Bytes)];
    }
}
