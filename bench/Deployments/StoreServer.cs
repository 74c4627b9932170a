using Nudge.Servers;

namespace Nudge.Bench.Deployments;

/// <summary>Where the stores of a program's runs are: a PostgreSQL server for all of them, or a folder.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    /// <summary>
    /// What anyone would set on a server of this size, for every contender alike: a quarter of the memory for its pages, as its manual
    /// recommends, and a write-ahead log that is not emptied in the middle of a run. fsync and synchronous_commit are on.
    /// </summary>
    private static readonly string[] Configuration =
    [
        $"shared_buffers={GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / 1_048_576}MB", "max_wal_size=8GB", "min_wal_size=1GB", "checkpoint_timeout=15min",
    ];

    /// <summary>
    /// The files of a write-ahead log of a gigabyte. A server that has been up for a while uses its own again; one that is new would make and
    /// flush them, 16 MB each, while it is measured.
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
    /// A connection string of an empty store. Those before it are removed, unless they are still used: else writing their pages to the disk,
    /// from memory that is shared, would be part of what is measured next.
    /// </summary>
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

    /// <summary>How much CPU time its processes have had; null where they are the scheduler's own.</summary>
    public TimeSpan? CpuTime() => _postgres is null ? null : ProcessTree.CpuTime(_postgres.ProcessId);

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
