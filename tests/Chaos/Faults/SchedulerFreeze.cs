using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>A scheduler is paused for longer than its session lives, and goes on with what it had in memory.</summary>
internal sealed class SchedulerFreeze : Fault
{
    public override string Name => "scheduler-freeze";

    public override string What => "SIGSTOP of a scheduler for 10 s";

    public override async Task InflictAsync(FaultRun run)
    {
        var node = run.Deployment.SchedulerNodes[2];
        Signal.Freeze(node.ProcessId);
        await FaultRun.LastAsync(10);
        Signal.Thaw(node.ProcessId);
    }
}
