using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>The seeds of the random operations: fixed ones and, for 0, a random one.</summary>
public static class Seeds
{
    public static TheoryData<int> All => [.. Enumerable.Range(0, 2 * Scale.Factor)];
}
