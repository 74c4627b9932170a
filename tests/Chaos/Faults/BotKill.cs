namespace Nudge.Chaos.Faults;

/// <summary>A bot is killed in the middle of its sends, and started again.</summary>
internal sealed class BotKill : Fault
{
    public override string Name => "bot-kill";

    public override string What => "SIGKILL of a bot, restart at once";

    public override async Task InflictAsync(FaultRun run)
    {
        var bot = run.Deployment.BotNodes[1];
        var from = FaultRun.Now;
        await bot.KillAsync();
        run.Excuse("a send that the killed bot did not record", from, FaultRun.Now);
        await bot.RestartAsync();
    }
}
