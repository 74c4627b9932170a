using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>How long PostgreSQL waits for this node before it goes on without it. Section <c>Postgres</c>.</summary>
internal sealed class PostgresOptions
{
    public const string Section = "Postgres";

    /// <summary>
    /// After how long without a use PostgreSQL ends the session that owns this node's shards: 1 s to a minute. Default: 3 s. A node that hangs
    /// keeps its shards for that long, and one that is merely slow loses them after it; deliveries stop at half of it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The longest a statement may take: 100 ms to 2 s. Default: 2 s. A row must be readable within the 5 s that a scan looks back after the
    /// instant it carries, and a settle is two statements at most.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:02", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest a statement waits for somebody else's lock: 10 ms to 2 s. Default: 1.5 s, longer than the second after which PostgreSQL
    /// looks for a deadlock, which is then done again and not failed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:02", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How long a transaction may wait for its caller: 100 ms to 4 s. Default: 1 s. A caller that was paused in the middle of one holds its
    /// locks no longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:04", ParseLimitsInInvariantCulture = true)]
    public TimeSpan IdleInTransactionTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long PostgreSQL waits for this node's network to acknowledge what it sent: 1 s to a minute. Default: 5 s. Without it a machine that
    /// lost its power keeps its sessions for as long as TCP sends again, a quarter of an hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TcpUserTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connections in this node's pool: 4 to 1,000. Default: 16, since concurrent creates share two of them. A Maximum Pool Size in the
    /// connection string goes before.
    /// </summary>
    [Range(4, 1000)]
    public int PoolSize { get; set; } = 16;
}

[OptionsValidator]
internal sealed partial class PostgresOptionsValidator : IValidateOptions<PostgresOptions>;
