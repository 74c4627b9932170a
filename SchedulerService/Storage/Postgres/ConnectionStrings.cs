using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// The connection strings of the sessions that a node opens, made from the configured one. Each but <see cref="Migrating"/> sets timeouts, so
/// that a paused or lost node does not hold a lock for long.
/// </summary>
internal sealed partial class ConnectionStrings
{
    private readonly string _connectionString;
    private readonly PostgresOptions _options;
    private readonly NodeName _node;

    /// <exception cref="CannotStartException">The connection string is wrong. The message names the setting, never a password.</exception>
    public ConnectionStrings(string connectionString, PostgresOptions options, NodeName node)
    {
        var settings = ConnectionStringText.ReadInto(new NpgsqlConnectionStringBuilder(), connectionString, "PostgreSQL");
        if (WrongIn(settings) is { } reason)
            throw new CannotStartException($"the connection string 'reminders' is wrong: {reason}");
        _connectionString = settings.ConnectionString;
        _options = options;
        _node = node;
    }

    private const int ConnectTimeoutSeconds = 5;

    // The server cuts off slow statements. This timeout only detects a server that does not answer at all.
    private const int CommandTimeoutSeconds = 5;

    private const int BufferBytes = 32 * 1024;

    /// <summary>Gets the database and the host, for messages. It never contains the password.</summary>
    public string Name
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(_connectionString);
            var database = string.IsNullOrEmpty(settings.Database) ? settings.Username : settings.Database;
            return $"{(string.IsNullOrEmpty(database) ? "of the default user" : database)} at {settings.Host}:{settings.Port}";
        }
    }

    /// <summary>Gets the connection string of the pool: the connections for everything but owning, listening and migrating.</summary>
    public string Pooled
    {
        get
        {
            var settings = Common(Arguments(Timeouts));
            settings.Pooling = true;
            if (!settings.ShouldSerialize("Maximum Pool Size"))
                settings.MaxPoolSize = _options.PoolSize;
            return settings.ConnectionString;
        }
    }

    /// <summary>Gets the connection string of the session that owns shards. PostgreSQL ends this session when it is idle for too long.</summary>
    public string Owning
    {
        get
        {
            var settings = Common(Arguments(OwningTimeouts));
            settings.Pooling = false;
            return settings.ConnectionString;
        }
    }

    /// <summary>Gets the connection string of the session that listens. It is nearly always idle, so it sends a keepalive every 10 s.</summary>
    public string Listening
    {
        get
        {
            var settings = Common(Arguments(Timeouts));
            settings.Pooling = false;
            settings.KeepAlive = 10;
            return settings.ConnectionString;
        }
    }

    /// <summary>Gets the connection string of the sessions that migrate. They have no timeout.</summary>
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

    /// <summary>Gets the timeouts by the names of PostgreSQL's settings. Every session has them, except a migrating one.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Timeouts => new Dictionary<string, TimeSpan>
    {
        ["statement_timeout"] = _options.StatementTimeout,
        ["lock_timeout"] = _options.LockTimeout,
        ["idle_in_transaction_session_timeout"] = _options.IdleInTransactionTimeout,
    };

    /// <summary>Gets the timeouts of the session that owns shards, by the names of PostgreSQL's settings.</summary>
    public IReadOnlyDictionary<string, TimeSpan> OwningTimeouts => new Dictionary<string, TimeSpan>(Timeouts) { ["idle_session_timeout"] = _options.SessionIdleTimeout };

    private static string? WrongIn(NpgsqlConnectionStringBuilder settings)
    {
        // Messages show these values. In a connection string of another form, one of them may contain a password.
        if (!HostNames.IsMatch(settings.Host ?? ""))
            return "its Host is not the name or address of a host. The form is Host=HOST;Port=PORT;Database=NAME;Username=NAME;Password=PASSWORD.";
        if ($"{settings.Database}{settings.Username}".Contains('=', StringComparison.Ordinal))
            return "its Database or Username has a '='. Separate settings with ';'.";
        if (settings.Port > ushort.MaxValue)
            return $"its Port is greater than {ushort.MaxValue}.";

        var missing = new[] { settings.SslCertificate, settings.SslKey, settings.RootCertificate }.FirstOrDefault(file => !string.IsNullOrEmpty(file) && !File.Exists(file));
        return missing is null ? null : $"the file {missing} does not exist.";
    }

    /// <summary>Matches one or more hosts, each with or without a port, or the folder of a socket.</summary>
    [GeneratedRegex(@"^(/[^=@]*|[\w.\-:\[\]%]+(,[\w.\-:\[\]%]+)*)$")]
    private static partial Regex HostNames { get; }

    private string Arguments(IReadOnlyDictionary<string, TimeSpan> timeouts) =>
        string.Concat(timeouts.Append(new("tcp_user_timeout", _options.TcpUserTimeout)).Select(timeout =>
            string.Create(CultureInfo.InvariantCulture, $" -c {timeout.Key}={(long)timeout.Value.TotalMilliseconds}")));

    private NpgsqlConnectionStringBuilder Common(string arguments)
    {
        // Every statement here is small and has an index. Sequential scans are off because PostgreSQL would keep the plan of an empty table
        // while the table grows. JIT is off because compiling a statement takes longer than running it.
        const string Planner = " -c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan -c default_transaction_isolation=read\\ committed";

        var settings = new NpgsqlConnectionStringBuilder(_connectionString);
        settings.Options = settings.Options + Planner + arguments;
        settings.ApplicationName = $"nudge/{_node.Value}";
        settings.Timeout = ConnectTimeoutSeconds;
        settings.CommandTimeout = CommandTimeoutSeconds;
        settings.TcpKeepAlive = true;
        settings.Enlist = false;
        settings.Multiplexing = false;
        // No reset is needed: no statement here leaves state in a session.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        settings.ReadBufferSize = BufferBytes;
        settings.WriteBufferSize = BufferBytes;
        // Details and parameters contain users' texts, which must not reach a log.
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        return settings;
    }
}
