using System.Globalization;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// The connection strings of the sessions a node opens, made from the one it is given. Each sets timeouts, so that no caller that was
/// paused or lost holds a lock for long.
/// </summary>
internal sealed class ConnectionStrings(string connectionString, PostgresOptions options, NodeName node)
{
    private const int ConnectTimeoutSeconds = 5;

    // Statements are cut off by the server; this only notices a server that does not answer at all.
    private const int CommandTimeoutSeconds = 5;

    private const int BufferBytes = 32 * 1024;

    /// <summary>The host and the database, for people to read: never the password.</summary>
    public string Name
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return $"{settings.Database ?? settings.Username} at {settings.Host}:{settings.Port}";
        }
    }

    /// <summary>Sessions that are shared by all that is not the owner's.</summary>
    public string Pooled
    {
        get
        {
            var settings = Common(Timeouts);
            settings.Pooling = true;
            if (!settings.ShouldSerialize("Maximum Pool Size"))
                settings.MaxPoolSize = options.PoolSize;
            return settings.ConnectionString;
        }
    }

    /// <summary>The session that owns shards, which PostgreSQL ends when it is not used for a while.</summary>
    public string Owning
    {
        get
        {
            var settings = Common(Timeouts + Milliseconds("idle_session_timeout", options.SessionIdleTimeout));
            settings.Pooling = false;
            return settings.ConnectionString;
        }
    }

    /// <summary>The session that listens: idle nearly always, so it says now and then that it is alive.</summary>
    public string Listening
    {
        get
        {
            var settings = Common(Timeouts);
            settings.Pooling = false;
            settings.KeepAlive = 10;
            return settings.ConnectionString;
        }
    }

    /// <summary>Sessions that migrate, which takes as long as it takes.</summary>
    public string Migrating
    {
        get
        {
            var settings = Common("");
            settings.Pooling = false;
            settings.CommandTimeout = 0;
            return settings.ConnectionString;
        }
    }

    private string Timeouts =>
        Milliseconds("statement_timeout", options.StatementTimeout)
        + Milliseconds("lock_timeout", options.LockTimeout)
        + Milliseconds("idle_in_transaction_session_timeout", options.IdleInTransactionTimeout)
        + Milliseconds("tcp_user_timeout", options.TcpUserTimeout);

    private static string Milliseconds(string name, TimeSpan value) =>
        string.Create(CultureInfo.InvariantCulture, $" -c {name}={(long)value.TotalMilliseconds}");

    private NpgsqlConnectionStringBuilder Common(string timeouts)
    {
        // Every statement here is small and has its index. A plan that was made while a table was empty, and reads all of it, would be
        // kept while the table grows; and compiling a statement takes longer than running it.
        const string Planner = " -c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan -c default_transaction_isolation=read\\ committed";

        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Options = settings.Options + Planner + timeouts;
        settings.ApplicationName = $"nudge/{node.Value}";
        settings.Timeout = ConnectTimeoutSeconds;
        settings.CommandTimeout = CommandTimeoutSeconds;
        settings.TcpKeepAlive = true;
        settings.Enlist = false;
        settings.Multiplexing = false;
        // Nothing here leaves anything behind in a session.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        settings.ReadBufferSize = BufferBytes;
        settings.WriteBufferSize = BufferBytes;
        // Details and parameters are people's words, which belong in no log.
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        return settings;
    }
}
