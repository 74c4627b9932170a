using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>A PostgreSQL database that any number of nodes share.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int OldestVersion = 14;
    private const int Attempts = 10;

    private readonly NpgsqlDataSource _pool;
    private readonly ConnectionStrings _connections;

    public PostgresDatabase(string connectionString, PostgresOptions options, NodeName node, ILogger<PostgresDatabase> log)
    {
        Options = options;
        _connections = new ConnectionStrings(connectionString, Options, node);
        Partitions = new HistoryPartitions(this, log);
        try
        {
            _pool = new NpgsqlDataSourceBuilder(_connections.Pooled).Build();
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // Safe to show: the message names keywords, and no values but numbers.
            throw new CannotStartException($"the connection string 'reminders' is wrong: {failure.Message}", failure);
        }
    }

    public PostgresOptions Options { get; }

    public HistoryPartitions Partitions { get; }

    /// <summary>Connects to the database and migrates its schema to this version. Any number of nodes may do so at once.</summary>
    /// <returns>The present time of the database.</returns>
    /// <exception cref="CannotStartException">The database cannot be used. The message says why.</exception>
    public async Task<DateTimeOffset> OpenAsync()
    {
        try
        {
            await using (var pooled = await _pool.OpenConnectionAsync())
            {
                CheckServer(pooled);
                await CheckSettingsAsync(pooled, _connections.Timeouts);
                await CheckDurabilityAsync(pooled);
            }

            await using (var owning = await ConnectOwnerAsync(CancellationToken.None))
                await CheckSettingsAsync(owning, _connections.OwningTimeouts);

            await Schema.MigrateAsync(_connections.Migrating);
            await CheckRightsAsync();
            await Partitions.MakeAheadAsync();
            return await ReadClockAsync();
        }
        catch (Exception failure) when (IsOfConnecting(failure))
        {
            throw new CannotStartException($"the database {_connections.Name} cannot be used: {ReasonOf(failure)}", failure);
        }
    }

    /// <summary>
    /// Uses a connection of the pool. Repeats <paramref name="use"/> after a deadlock or a missing partition (10 attempts in all), and once
    /// when the server is read-only. So <paramref name="use"/> must have no effect outside the database.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    /// <exception cref="DataRefusedException">The database refuses the data.</exception>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
                return await use(connection);
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // The other statement of the deadlock has succeeded, so this one can be repeated.
            }
            catch (PostgresException failure) when (HistoryPartitions.IsMissing(failure) && attempt < Attempts)
            {
                await Partitions.MakeAheadAsync();
            }
            catch (PostgresException failure) when (PostgresErrors.IsReadOnly(failure) && attempt == 1)
            {
                // Nothing was written. A new connection may reach the new primary.
                DropPooled();
            }
            catch (NpgsqlException failure)
            {
                throw PostgresErrors.ToStoreException(failure);
            }
        }
    }

    /// <summary>
    /// Closes the pooled connections, which may lead to a former primary. Connections in use are closed when they return to the pool.
    /// </summary>
    public void DropPooled() => _pool.Clear();

    /// <summary>Opens a connection of the session that owns shards.</summary>
    /// <exception cref="StoreUnavailableException">PostgreSQL cannot be reached.</exception>
    public Task<NpgsqlConnection> ConnectOwnerAsync(CancellationToken cancellationToken) => ConnectAsync(_connections.Owning, cancellationToken);

    /// <summary>Opens the connection that listens for notices.</summary>
    /// <exception cref="StoreUnavailableException">PostgreSQL cannot be reached.</exception>
    public Task<NpgsqlConnection> ConnectListenerAsync(CancellationToken cancellationToken) => ConnectAsync(_connections.Listening, cancellationToken);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private void CheckServer(NpgsqlConnection connection)
    {
        const string Encoding = "UTF8";

        if (connection.PostgresParameters.GetValueOrDefault("server_encoding") is { } encoding and not Encoding)
            throw new CannotStartException($"the database {_connections.Name} has the encoding {encoding}; it must be {Encoding} (createdb --encoding {Encoding} --template template0).");
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new CannotStartException($"the database {_connections.Name} is PostgreSQL {connection.PostgreSqlVersion}; it must be {OldestVersion} or later.");
    }

    /// <summary>Checks that a session has the wanted timeouts. A connection pooler may drop the settings that a client sends on connect.</summary>
    /// <exception cref="CannotStartException">A setting has another value.</exception>
    private async Task CheckSettingsAsync(NpgsqlConnection connection, IReadOnlyDictionary<string, TimeSpan> wanted)
    {
        await using var command = connection.Statement("select name, setting from pg_settings where name = any($1)", Parameter.Of(wanted.Keys.ToArray()));
        foreach (var (name, setting) in await command.ReadAllAsync(row => (row.GetString(0), row.GetString(1))))
        {
            var milliseconds = ((long)wanted[name].TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            if (setting != milliseconds)
            {
                throw new CannotStartException(
                    $"the database {_connections.Name} sets {name} to {setting} ms, but the scheduler needs {milliseconds} ms. "
                    + "A connection pooler (such as PgBouncer) ignores the startup parameter 'options'. Connect the scheduler directly to PostgreSQL.");
            }
        }
    }

    /// <summary>Checks that a commit is on the disk when it returns, and that a torn page is repaired.</summary>
    /// <exception cref="CannotStartException">A loss of power could lose acknowledged reminders.</exception>
    private async Task CheckDurabilityAsync(NpgsqlConnection connection)
    {
        await using var command = connection.Statement(
            "select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name");
        var off = await command.ReadAllAsync(row => row.GetString(0));
        if (off.Count > 0)
            throw new CannotStartException($"the database {_connections.Name} has {string.Join(" and ", off)} off, and could lose acknowledged reminders with the power. Turn it on.");
    }

    private async Task CheckRightsAsync()
    {
        // Creating and dropping partitions needs the owner of the tables. The owner has every other right, too.
        const string Lacking =
            """
            select relname from pg_class
            where oid in ('setting'::regclass, 'reminder'::regclass, 'history'::regclass, 'dead_letter'::regclass, 'request'::regclass, 'audit'::regclass)
              and not pg_has_role(relowner, 'usage')
            order by relname
            """;

        await using var connection = await _pool.OpenConnectionAsync();
        await using var command = connection.Statement(Lacking);
        var tables = await command.ReadAllAsync(row => row.GetString(0));
        if (tables.Count > 0)
            throw new CannotStartException($"the database {_connections.Name} cannot be used: the user does not own {string.Join(", ", tables)}. Let the same user start every scheduler, or make it a member of the owner's role.");
    }

    /// <summary>
    /// Returns whether Npgsql throws this exception when it cannot connect: its own exceptions, and those of files, names, sockets and
    /// certificates.
    /// </summary>
    private static bool IsOfConnecting(Exception failure) =>
        failure is NpgsqlException or StoreUnavailableException or IOException or UnauthorizedAccessException or SocketException or TimeoutException
            or CryptographicException or AuthenticationException or ArgumentException or NotSupportedException
            or InvalidOperationException { Source: nameof(Npgsql) };

    /// <summary>Returns PostgreSQL's message in one line; without one, the message of the client and its cause.</summary>
    private static string ReasonOf(Exception failure)
    {
        if ((failure.InnerException as PostgresException ?? failure as PostgresException) is { } refusal)
            return refusal.MessageText.ReplaceLineEndings(" ");
        var cause = failure.GetBaseException();
        return (failure.Message.Contains(cause.Message, StringComparison.Ordinal) ? failure.Message : $"{failure.Message} ({cause.Message})").ReplaceLineEndings(" ");
    }

    private async Task<DateTimeOffset> ReadClockAsync()
    {
        await using var connection = await _pool.OpenConnectionAsync();
        await using var command = connection.Statement("select clock_timestamp()");
        return (await command.ReadAllAsync(row => row.GetFieldValue<DateTimeOffset>(0))).Single();
    }

    private static async Task<NpgsqlConnection> ConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            if (failure is NpgsqlException)
                throw new StoreUnavailableException("PostgreSQL cannot be reached", failure);
            throw;
        }
    }
}
