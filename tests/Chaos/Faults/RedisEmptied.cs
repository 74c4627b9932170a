namespace Nudge.Chaos.Faults;

/// <summary>Redis loses everything. Each person types something afterwards, as the bot needs to know their conversation.</summary>
internal sealed class RedisEmptied : Fault
{
    public override string Name => "redis-emptied";

    public override string What => "Redis loses its data; then each person types something";

    public override async Task InflictAsync(FaultRun run)
    {
        var from = FaultRun.Now;
        run.Deployment.Redis.KillAndEmpty();
        await run.Deployment.Redis.UntilListensAsync();
        run.Excuse("a receipt that Redis lost", from, FaultRun.Now);
        await FaultRun.LastAsync(2);
        await run.People.TypeAsync();
    }
}
