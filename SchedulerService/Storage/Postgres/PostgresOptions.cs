using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The timeouts and the pool size for PostgreSQL. Section <c>Postgres</c>.</summary>
internal sealed class PostgresOptions
{
    public const string Section = "Postgres";

    /// <summary>
    /// Gets or sets the idle time after which PostgreSQL ends the session that owns this node's shards: 1 s to 1 min. Default: 3 s. A node that
    /// hangs keeps its shards for this time. A node that is only slow loses them after it. Deliveries stop after half of it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Gets or sets the longest time that a statement may take: 100 ms to 2 s. Default: 2 s. A scan looks back 5 s, so a row must be readable
    /// within 5 s of the instant that it carries. A settle runs at most two statements.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:02", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Gets or sets the longest time that a statement waits for a lock: 10 ms to 2 s. Default: 1.5 s. The default is longer than the second
    /// after which PostgreSQL detects a deadlock, so that a deadlocked statement is repeated instead of failing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:02", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Gets or sets the longest time that an open transaction may be idle: 100 ms to 4 s. Default: 1 s. A node that is paused inside a
    /// transaction holds its locks no longer than this.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:04", ParseLimitsInInvariantCulture = true)]
    public TimeSpan IdleInTransactionTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets or sets how long PostgreSQL waits for this node to acknowledge sent data: 1 s to 1 min. Default: 5 s. Without this timeout, a machine
    /// that lost its power keeps its sessions for about 15 minutes, while TCP retransmits.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TcpUserTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets the number of connections in this node's pool: 4 to 1,000. Default: 16, which is enough because concurrent creates share
    /// two of them. A Maximum Pool Size in the connection string takes precedence.
    /// </summary>
    [Range(4, 1000)]
    public int PoolSize { get; set; } = 16;
}

[OptionsValidator]
internal sealed partial class PostgresOptionsValidator : IValidateOptions<PostgresOptions>;
