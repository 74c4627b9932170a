namespace Nudge.Chaos.Faults;

/// <summary>Redis has no memory left: it answers reads, and refuses writes.</summary>
internal sealed class RedisFull : Fault
{
    public override string Name => "redis-full";

    public override string What => "Redis refuses writes for 8 s: maxmemory";

    public override async Task InflictAsync(FaultRun run)
    {
        await run.Deployment.Redis.SendAsync("CONFIG SET maxmemory 1");
        await FaultRun.LastAsync(8);
        await run.Deployment.Redis.SendAsync("CONFIG SET maxmemory 0");
    }
}
