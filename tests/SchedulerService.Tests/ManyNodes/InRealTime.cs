using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Tests whose subject is real time, with several processes each: one after the other, while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InRealTime
{
    public const string Name = "in real time";

    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NUDGE_TEST_STRICT") == "1";

    internal static TimeSpan Within(TimeSpan promised) => RealTime.Within(promised);

    /// <summary>How often something may happen that does not on a machine with nothing else to do, and does no harm on a busy one.</summary>
    internal static int Rarely => IsStrict ? 0 : 20;
}
