namespace Nudge.Chaos.Faults;

/// <summary>One scheduler after the other is killed, and started again at once.</summary>
internal sealed class SchedulerKills : Fault
{
    public override string Name => "scheduler-kills";

    public override string What => "SIGKILL of each scheduler in turn, restart at once";

    public override async Task InflictAsync(FaultRun run)
    {
        foreach (var node in run.Deployment.SchedulerNodes)
            await node.RestartAsync();
    }
}
