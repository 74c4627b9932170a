namespace Nudge.SchedulerService.Tests;

/// <summary>
/// Tests that listen to the spans of the whole process. They run one after the other: the listener of one decides which spans another one sees.
/// </summary>
[CollectionDefinition(Name)]
public sealed class Tracing
{
    public const string Name = "tracing";
}
