namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Tests whose subject is real time, with several processes each: one after the other, while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InRealTime
{
    public const string Name = "in real time";
}
