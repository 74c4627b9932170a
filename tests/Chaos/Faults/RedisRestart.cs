namespace Nudge.Chaos.Faults;

/// <summary>Redis is killed, stays away for five seconds, and comes back with its data.</summary>
internal sealed class RedisRestart : Fault
{
    public override string Name => "redis-restart";

    public override string What => "SIGKILL of Redis, restart after 5 s with its data";

    public override async Task InflictAsync(FaultRun run)
    {
        var redis = run.Deployment.Redis;
        redis.Hold();
        redis.Kill();
        await FaultRun.LastAsync(5);
        redis.Release();
        await redis.UntilListensAsync();
    }
}
