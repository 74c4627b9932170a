namespace Nudge.Chaos.Faults;

/// <summary>The faults by name.</summary>
internal static class FaultList
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new PostgresRestart(),
        new PostgresKill(),
        new PostgresFreeze(),
        new PostgresReadOnly(),
        new BackendKills(),
        new PoolExhaustion(),
        new IdleTransaction(),
        new ActiveReaders(),
        new Bursts(),
        new SchedulerKill(),
        new SchedulerKills(),
        new SchedulerFreeze(),
        new BotKill(),
        new BotHang(),
        new RedisRestart(),
        new RedisFull(),
        new RedisEmptied(),
        new NetworkCut(),
        new StoreCut(),
        new ClockStep(),
        new DiskFull(),
    ];

    /// <summary>The faults of a short run.</summary>
    public static readonly IReadOnlyList<string> Short = ["scheduler-kill", "backend-kills"];
}
