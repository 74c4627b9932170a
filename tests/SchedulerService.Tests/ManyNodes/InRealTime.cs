using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Tests that measure real time with several processes. They run one after the other, and no other test runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InRealTime
{
    public const string Name = "in real time";

    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NUDGE_TEST_STRICT") == "1";

    /// <summary>Returns the limit for a promised time on this machine.</summary>
    internal static TimeSpan Within(TimeSpan promised) => RealTime.Within(promised);

    /// <summary>Gets how often an event may happen that never happens on an idle machine and does no harm on a busy one.</summary>
    internal static int Rarely => IsStrict ? 0 : 20;
}
