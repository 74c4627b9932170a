namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The first keys of the advisory locks that nodes take in their database ("nud" and a number).</summary>
internal static class AdvisoryLock
{
    /// <summary>The lock of a shard. The session that holds it owns the shard. The second key is the number of the shard.</summary>
    public const int Shard = 0x6E756401;

    /// <summary>The lock by which a node is counted. The second key is the id of the first server process of its owning session.</summary>
    public const int Membership = 0x6E756402;

    /// <summary>The lock for migrations: one node migrates at a time. The second key is 0.</summary>
    public const int Migration = 0x6E756403;

    /// <summary>The lock for creating and dropping partitions of the history: one node does so at a time. The second key is 0.</summary>
    public const int Partitions = 0x6E756404;
}
