using Nudge.Servers;

namespace Nudge.EndToEnd.Host;

/// <summary>The topology of production: PostgreSQL, Redis, two schedulers.</summary>
public sealed class ReplicatedNudge : NudgeFixture
{
    private PostgresServer? _postgres;
    private RedisServer? _redis;

    protected override string? Lacks =>
        !PostgresServer.IsInstalled ? PostgresServer.Requirement
        : !RedisServer.IsInstalled ? RedisServer.Requirement
        : base.Lacks;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task<NudgeApp> StartAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _redis = await RedisServer.StartAsync("--appendfsync", "always");
        return await NudgeApp.StartAsync([$"--ConnectionStrings:reminders={await _postgres.CreateDatabaseAsync()}", $"--ConnectionStrings:redis={_redis.Address}"]);
    }
}
