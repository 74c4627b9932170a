using Nudge.Chaos.Soaks;

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

    /// <summary>The scenario without a fault.</summary>
    public static readonly Fault Soak = new Soak();

    /// <summary>All scenarios by their names on the command line.</summary>
    public static readonly IReadOnlyDictionary<string, Fault> Named = All.Append(Soak).ToDictionary(fault => fault.Name, StringComparer.Ordinal);
}
