using System.Data.Common;
using Npgsql;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>A PostgreSQL store in a database of its own.</summary>
public sealed class PostgresHarness(PostgresCluster cluster) : StoreHarness
{
    private PostgresNode? _node;
    private string? _database;

    internal override IStore Store => _node!.Store;

    internal override StoreClock Clock => _node!.Clock;

    internal override bool IsShared => true;

    private protected override string EmptyingStatement =>
        "truncate reminder, history, dead_letter, request, audit; delete from setting where name <> 'shard_count'";

    public override ValueTask DisposeAsync() => DisposeStoreAsync();

    private protected override async Task OpenAsync()
    {
        _database ??= await cluster.CreateDatabaseAsync();
        // The tests do not keep their session alive, and some take long on a busy machine.
        _node ??= await PostgresNode.OpenAsync(_database, options: new PostgresOptions { SessionIdleTimeout = TimeSpan.FromMinutes(1) });
    }

    private protected override async ValueTask DisposeStoreAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        _node = null;
    }

    private protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_node!.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private protected override string Literal(Guid id) => $"'{id}'::uuid";

    private protected override string Literal(byte[] bytes) => $@"'\x{Convert.ToHexString(bytes)}'::bytea";

    private protected override Guid ReadId(DbDataReader row, int column) => row.GetGuid(column);
}
