using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Sqlite;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Tests the shared commits of the SQLite writer.</summary>
public sealed class GroupCommitTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GroupCommit _commit;

    public GroupCommitTests()
    {
        _commit = new GroupCommit(Connect());
        using var statements = new PreparedStatements(Connect());
        statements.Execute("pragma journal_mode = wal");
        statements.Execute("create table t (x integer primary key)");
    }

    [Fact]
    public async Task Write_FailsInASharedCommit_FailsAlone()
    {
        var gate = await BlockAsync();
        var writes = Enumerable.Range(0, 10).Select(i => _commit.WriteAsync(statements =>
            i == 5 ? throw new InvalidTimeZoneException("write 5") : statements.Execute("insert into t values (@1)", i))).ToList();
        gate.Set();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => writes[5]);
        await Task.WhenAll(writes.Where(write => write != writes[5]));
        Assert.Equal(9, Rows());
    }

    [Fact]
    public async Task Write_RefusedBySqlite_ThrowsUnavailableAlone()
    {
        var gate = await BlockAsync();
        var first = _commit.WriteAsync(statements => statements.Execute("insert into t values (1)"));
        var second = _commit.WriteAsync(statements => statements.Execute("insert into t values (1)"));
        gate.Set();

        await first;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
        Assert.Equal(1, Rows());
    }

    [Fact]
    public async Task Write_DuringACommit_SharesTheNextCommit()
    {
        var gate = await BlockAsync();
        var transactions = new List<object?>();
        var writes = Enumerable.Range(0, 100).Select(i => _commit.WriteAsync(statements =>
        {
            statements.Execute("insert into t values (@1)", i);
            // The count includes the rows that this transaction has not committed yet.
            transactions.Add(statements.Scalar("select count(*) from t"));
            return Rows();
        })).ToList();
        gate.Set();

        var visibleToOthers = await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (object)(long)i), transactions);
        Assert.All(visibleToOthers, rows => Assert.Equal(0, rows));
        Assert.Equal(100, Rows());
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Keeps the writer busy until the returned gate is set, so that later writes wait.</summary>
    private async Task<ManualResetEventSlim> BlockAsync()
    {
        var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = _commit.WriteAsync(_ =>
        {
            entered.SetResult();
            // The limit ends a test that failed before it set the gate.
            return gate.Wait(TimeSpan.FromSeconds(20));
        });
        await entered.Task;
        return gate;
    }

    private long Rows()
    {
        using var statements = new PreparedStatements(Connect());
        return (long)statements.Scalar("select count(*) from t")!;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("test.db")};Pooling=false");
        connection.Open();
        return connection;
    }
}
