using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>
/// A bot hangs for longer than its receipts protect its sends (15 s), and than a scheduler waits for a dead connection (15 s). Then it goes on with
/// the sends that it had begun.
/// </summary>
internal sealed class BotHang : Fault
{
    public override string Name => "bot-hang";

    public override string What => "SIGSTOP of a bot for 20 s";

    public override async Task InflictAsync(FaultRun run)
    {
        var bot = run.Deployment.BotNodes[1];
        var from = FaultRun.Now;
        Signal.Freeze(bot.ProcessId);
        await FaultRun.LastAsync(20);
        Signal.Thaw(bot.ProcessId);
        run.Excuse("a send that the hanging bot did not record", from, FaultRun.Now);
    }
}
