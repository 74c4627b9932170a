namespace Nudge.SchedulerService.Storage;

/// <summary>Who writes: the machine and the process, for the history.</summary>
internal sealed record NodeName(string Value)
{
    public static NodeName OfThisProcess { get; } = new($"{Environment.MachineName}/{Environment.ProcessId}");
}
