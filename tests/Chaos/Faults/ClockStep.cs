using Nudge.Chaos.Deployments;
using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>The wall clock of a scheduler and of a bot is set an hour ahead, then an hour back, then right.</summary>
internal sealed class ClockStep : Fault, IDisposable
{
    private MovableClock? _clock;

    public override string Name => "clock-step";

    public override string What => "the clock of a scheduler and of a bot is set 1 h ahead, 1 h back, and right";

    public override Task<string?> LacksAsync(Deployment deployment) => Task.FromResult(MovableClock.Lacks);

    public override async Task PrepareAsync(Deployment deployment)
    {
        _clock = new MovableClock();
        await deployment.SchedulerNodes[0].RestartAsync(extra: _clock.Environment);
        await deployment.BotNodes[0].RestartAsync(extra: _clock.Environment);
    }

    public override async Task InflictAsync(FaultRun run)
    {
        foreach (var hours in (int[])[1, -1, 0])
        {
            _clock!.Move(TimeSpan.FromHours(hours));
            await FaultRun.LastAsync(4);
        }
    }

    public override async Task RestoreAsync(Deployment deployment)
    {
        await deployment.SchedulerNodes[0].RestartAsync();
        await deployment.BotNodes[0].RestartAsync();
        Dispose();
    }

    public void Dispose() => _clock?.Dispose();
}
