namespace Nudge.Chaos.Faults;

/// <summary>Redis loses everything. Each person types something afterwards, twice, as the bot needs to know their conversation.</summary>
internal sealed class RedisEmptied : Fault
{
    public override string Name => "redis-emptied";

    public override string What => "Redis loses its data; then each person types something, twice";

    public override async Task InflictAsync(FaultRun run)
    {
        var from = FaultRun.Now;
        run.Deployment.Redis.KillAndEmpty();
        await run.Deployment.Redis.UntilListensAsync();
        run.Excuse("a receipt that Redis lost", from, FaultRun.Now);
        // A reminder that pauses in the moment of its person's activity resumes with the next one.
        for (var i = 0; i < 2; i++)
        {
            await FaultRun.LastAsync(2);
            await run.People.TypeAsync();
        }
    }
}
