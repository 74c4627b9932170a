namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Tests whose subject is real time, with several processes each: one after the other, while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InRealTime
{
    public const string Name = "in real time";

    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NUDGE_TEST_STRICT") == "1";

    /// <summary>
    /// How long something may take: the promised time where NUDGE_TEST_STRICT=1 says that the machine has nothing else to do, else five
    /// times as long, since a busy one may stop any process for seconds. Without what is tested it would take a minute, or for ever.
    /// </summary>
    internal static TimeSpan Within(TimeSpan promised) => IsStrict ? promised : promised * 5;

    /// <summary>How often something may happen that does not on a machine with nothing else to do, and does no harm on a busy one.</summary>
    internal static int Rarely => IsStrict ? 0 : 20;
}
