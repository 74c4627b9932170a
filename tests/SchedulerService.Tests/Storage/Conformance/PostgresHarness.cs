using System.Data.Common;
using Npgsql;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

public sealed class PostgresHarness(PostgresCluster cluster) : StoreHarness
{
    private PostgresNode? _node;

    internal override IStore Store => _node!.Store;

    private protected override string EmptyingStatement =>
        "truncate reminder, history, dead_letter, request; delete from setting where name <> 'shard_count'";

    public override async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    private protected override async Task OpenAsync() => _node ??= await PostgresNode.OpenAsync(await cluster.CreateDatabaseAsync());

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
