using System.Data.Common;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Sqlite;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>A SQLite store in a temporary folder.</summary>
public sealed class SqliteHarness : StoreHarness
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStore? _store;

    internal override IStore Store => _store!;

    internal override StoreClock Clock { get; } = new(TimeProvider.System.GetUtcNow(), ElapsedTime.Create());

    internal override bool IsShared => false;

    private protected override string EmptyingStatement =>
        "delete from reminder; delete from history; delete from request; delete from audit; delete from setting where name <> 'shard_count'";

    public override async ValueTask DisposeAsync()
    {
        await DisposeStoreAsync();
        _folder.Dispose();
    }

    private protected override async Task OpenAsync()
    {
        if (_store is not null)
            return;
        _store = new SqliteStore($"Data Source={_folder.File("reminders.db")}", Clock, new NodeName("node-1"));
        await _store.OpenAsync();
    }

    private protected override async ValueTask DisposeStoreAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _store = null;
    }

    private protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("reminders.db")};Pooling=false;Default Timeout=10");
        await connection.OpenAsync();
        return connection;
    }

    private protected override string Literal(Guid id) => Literal(ReminderId.ToBytes(id));

    private protected override string Literal(byte[] bytes) => $"x'{Convert.ToHexString(bytes)}'";

    private protected override Guid ReadId(DbDataReader row, int column) => ReminderId.FromBytes(row.GetFieldValue<byte[]>(column));
}
