using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// The connection strings of the sessions a node opens, made from the one it is given. Each sets timeouts, so that no caller that was
/// paused or lost holds a lock for long.
/// </summary>
internal sealed partial class ConnectionStrings
{
    private readonly string _connectionString;
    private readonly PostgresOptions _options;
    private readonly NodeName _node;

    /// <exception cref="CannotStartException">The connection string is wrong: the message says where, and never what.</exception>
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

    // Statements are cut off by the server; this only notices a server that does not answer at all.
    private const int CommandTimeoutSeconds = 5;

    private const int BufferBytes = 32 * 1024;

    /// <summary>The host and the database, for people to read: never the password.</summary>
    public string Name
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(_connectionString);
            var database = string.IsNullOrEmpty(settings.Database) ? settings.Username : settings.Database;
            return $"{(string.IsNullOrEmpty(database) ? "of the default user" : database)} at {settings.Host}:{settings.Port}";
        }
    }

    /// <summary>Sessions that are shared by all that is not the owner's.</summary>
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

    /// <summary>The session that owns shards, which PostgreSQL ends when it is not used for a while.</summary>
    public string Owning
    {
        get
        {
            var settings = Common(Arguments(OwningTimeouts));
            settings.Pooling = false;
            return settings.ConnectionString;
        }
    }

    /// <summary>The session that listens: idle nearly always, so it says now and then that it is alive.</summary>
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

    /// <summary>What PostgreSQL has to keep to in every session but those that migrate, by the names of its settings.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Timeouts => new Dictionary<string, TimeSpan>
    {
        ["statement_timeout"] = _options.StatementTimeout,
        ["lock_timeout"] = _options.LockTimeout,
        ["idle_in_transaction_session_timeout"] = _options.IdleInTransactionTimeout,
    };

    /// <summary>What PostgreSQL has to keep to in the session that owns shards.</summary>
    public IReadOnlyDictionary<string, TimeSpan> OwningTimeouts => new Dictionary<string, TimeSpan>(Timeouts) { ["idle_session_timeout"] = _options.SessionIdleTimeout };

    private static string? WrongIn(NpgsqlConnectionStringBuilder settings)
    {
        // Words of another form end up in one of these, which are shown, and a password may be among them.
        if (!HostNames.IsMatch(settings.Host ?? ""))
            return "its Host is not the name or address of a host. The form is Host=HOST;Port=PORT;Database=NAME;Username=NAME;Password=PASSWORD.";
        if ($"{settings.Database}{settings.Username}".Contains('=', StringComparison.Ordinal))
            return "its Database or Username has a '='. Separate settings with ';'.";
        if (settings.Port > ushort.MaxValue)
            return $"its Port is beyond {ushort.MaxValue}.";

        var missing = new[] { settings.SslCertificate, settings.SslKey, settings.RootCertificate }.FirstOrDefault(file => !string.IsNullOrEmpty(file) && !File.Exists(file));
        return missing is null ? null : $"there is no file {missing}.";
    }

    /// <summary>One host or several, each perhaps with a port, or the folder of a socket.</summary>
    [GeneratedRegex(@"^(/[^=@]*|[\w.\-:\[\]%]+(,[\w.\-:\[\]%]+)*)$")]
    private static partial Regex HostNames { get; }

    private string Arguments(IReadOnlyDictionary<string, TimeSpan> timeouts) =>
        string.Concat(timeouts.Append(new("tcp_user_timeout", _options.TcpUserTimeout)).Select(timeout =>
            string.Create(CultureInfo.InvariantCulture, $" -c {timeout.Key}={(long)timeout.Value.TotalMilliseconds}")));

    private NpgsqlConnectionStringBuilder Common(string arguments)
    {
        // Every statement here is small and has its index. A plan that was made while a table was empty, and reads all of it, would be
        // kept while the table grows; and compiling a statement takes longer than running it.
        const string Planner = " -c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan -c default_transaction_isolation=read\\ committed";

        var settings = new NpgsqlConnectionStringBuilder(_connectionString);
        settings.Options = settings.Options + Planner + arguments;
        settings.ApplicationName = $"nudge/{_node.Value}";
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
