namespace Nudge.Chaos.Faults;

/// <summary>A scheduler is killed, and started again five seconds later.</summary>
internal sealed class SchedulerKill : Fault
{
    public override string Name => "scheduler-kill";

    public override string What => "SIGKILL of a scheduler, restart after 5 s";

    public override async Task InflictAsync(FaultRun run)
    {
        var node = run.Deployment.SchedulerNodes[1];
        await node.KillAsync();
        await FaultRun.LastAsync(5);
        await node.RestartAsync();
    }
}
