namespace Nudge.SchedulerService.Storage;

/// <summary>The name of a node in the history: its machine and its process id.</summary>
internal sealed record NodeName(string Value)
{
    public static NodeName OfThisProcess { get; } = new($"{Environment.MachineName}/{Environment.ProcessId}");
}
