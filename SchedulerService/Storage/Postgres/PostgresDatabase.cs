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
        try
        {
            Options = options;
            _connections = new ConnectionStrings(connectionString, Options, node);
            _pool = new NpgsqlDataSourceBuilder(_connections.Pooled).Build();
            Partitions = new HistoryPartitions(this, log);
        }
        catch (ArgumentException failure)
        {
            // Its message names a keyword, never a value.
            throw new CannotStartException($"the connection string of PostgreSQL is wrong: {failure.Message}", failure);
        }
    }

    public PostgresOptions Options { get; }

    public HistoryPartitions Partitions { get; }

    /// <summary>Reaches the database and brings it to the schema that this version knows. Any number of nodes may do so at once.</summary>
    /// <returns>Its present time.</returns>
    /// <exception cref="CannotStartException">It is not to be used: the message says why.</exception>
    public async Task<DateTimeOffset> OpenAsync()
    {
        try
        {
            await CheckServerAsync();
            await Schema.MigrateAsync(_connections.Migrating);
            await Partitions.MakeAheadAsync();
            return await ReadClockAsync();
        }
        catch (Exception failure) when (failure is NpgsqlException or StoreUnavailableException)
        {
            var reason = (failure.InnerException as PostgresException ?? failure as PostgresException)?.MessageText ?? failure.Message;
            throw new CannotStartException($"the database {_connections.Name} cannot be used: {reason.ReplaceLineEndings(" ")}", failure);
        }
    }

    /// <summary>
    /// Uses a session of the pool. What lost a deadlock, or found no partition for its day, is done again, so it has no effect but on the
    /// database.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    /// <exception cref="DataRefusedException">The database refuses what was to be written.</exception>
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
                // Somebody else's statement went through. Ours has its turn now.
            }
            catch (PostgresException failure) when (HistoryPartitions.IsMissing(failure) && attempt < Attempts)
            {
                await Partitions.MakeAheadAsync();
            }
            catch (PostgresException failure) when (PostgresErrors.IsReadOnly(failure) && attempt == 1)
            {
                // Nothing was written. A new connection may reach the new primary.
                _pool.Clear();
            }
            catch (NpgsqlException failure)
            {
                throw PostgresErrors.ToStoreException(failure);
            }
        }
    }

    /// <summary>Opens the session that owns shards.</summary>
    public Task<NpgsqlConnection> ConnectOwnerAsync(CancellationToken cancellationToken) => ConnectAsync(_connections.Owning, cancellationToken);

    /// <summary>Opens the session that listens.</summary>
    public Task<NpgsqlConnection> ConnectListenerAsync(CancellationToken cancellationToken) => ConnectAsync(_connections.Listening, cancellationToken);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task CheckServerAsync()
    {
        const string Encoding = "UTF8";

        await using var connection = await _pool.OpenConnectionAsync();
        if (connection.PostgresParameters.GetValueOrDefault("server_encoding") is { } encoding and not Encoding)
            throw new CannotStartException($"the database {_connections.Name} has the encoding {encoding}; it has to be {Encoding} (createdb --encoding {Encoding} --template template0).");
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new CannotStartException($"the database {_connections.Name} is PostgreSQL {connection.PostgreSqlVersion}; it has to be {OldestVersion} or later.");
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
