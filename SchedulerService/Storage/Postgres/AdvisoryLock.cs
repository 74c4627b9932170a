namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The first keys of the advisory locks that nodes take in their database ("nud" and a number).</summary>
internal static class AdvisoryLock
{
    /// <summary>A shard, by its number: whoever has it delivers the shard.</summary>
    public const int Shard = 0x6E756401;

    /// <summary>A node that is present, by the number of the first server process of its owning session.</summary>
    public const int Presence = 0x6E756402;

    /// <summary>Migrating, by one node at a time.</summary>
    public const int Migration = 0x6E756403;

    /// <summary>Making and dropping partitions of the history, by one node at a time.</summary>
    public const int Partitions = 0x6E756404;
}
