using Nudge.Servers;

namespace Nudge.Bench.Deployments;

/// <summary>The stores of all runs: databases on one PostgreSQL server, or SQLite files in one folder.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    /// <summary>
    /// The usual settings of a server of this size, the same for every contender. A quarter of the memory caches pages, as PostgreSQL's manual
    /// recommends. The write-ahead log is so large that no checkpoint falls into a run. fsync and synchronous_commit are on.
    /// </summary>
    private static readonly string[] Configuration =
    [
        $"shared_buffers={GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / 1_048_576}MB", "max_wal_size=8GB", "min_wal_size=1GB", "checkpoint_timeout=15min",
    ];

    /// <summary>
    /// Creates the files of a write-ahead log of 1 GB. A server that has run for a while reuses its files. A new server would create and flush
    /// them, 16 MB each, during the measurement.
    /// </summary>
    private const string MakeLogFiles =
        "do $$ begin for file in 1..64 loop perform pg_logical_emit_message(false, '', ''); perform pg_switch_wal(); end loop; end $$";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nudge-bench-");
    private readonly PostgresServer? _postgres;
    private readonly List<string> _present = [];
    private int _files;

    private StoreServer(PostgresServer? postgres) => _postgres = postgres;

    public StoreKind Kind => _postgres is null ? StoreKind.Sqlite : StoreKind.Postgres;

    public static async Task<StoreServer> StartAsync(StoreKind kind)
    {
        if (kind == StoreKind.Sqlite)
            return new StoreServer(null);

        var server = new StoreServer(await PostgresServer.StartAsync(Configuration));
        await server._postgres!.ExecuteAsync(MakeLogFiles);
        await server._postgres.ExecuteAsync("checkpoint");
        return server;
    }

    /// <summary>
    /// Creates an empty store and drops the earlier ones. Otherwise PostgreSQL would write their pages from shared memory to disk during the next
    /// measurement.
    /// </summary>
    /// <param name="keepOthers">True when the earlier stores are still in use and must stay.</param>
    /// <returns>The connection string of the store.</returns>
    public async Task<string> CreateAsync(bool keepOthers = false)
    {
        if (_postgres is null)
            return $"Data Source={Path.Combine(_folder.FullName, $"{_files++}", "reminders.db")}";

        if (!keepOthers)
        {
            foreach (var present in _present)
                await _postgres.DropDatabaseAsync(present);
            _present.Clear();
        }

        _present.Add(await _postgres.CreateDatabaseAsync());
        return _present[^1];
    }

    /// <summary>Returns the CPU time of the server's processes; null for SQLite, which runs in the scheduler's process.</summary>
    public TimeSpan? CpuTime() => _postgres is null ? null : ProcessTree.CpuTime(_postgres.ProcessId);

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
