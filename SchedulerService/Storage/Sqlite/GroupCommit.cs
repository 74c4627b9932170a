using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The only writer of the file. Each caller is answered after its commit.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly PreparedStatements _statements;
    private readonly CommitBatcher<Operation> _batcher;

    public GroupCommit(SqliteConnection connection)
    {
        _statements = new PreparedStatements(connection);
        _batcher = new CommitBatcher<Operation>(writers: 1, CommitAsync, isOfOne: _ => true);
    }

    /// <summary>
    /// Performs a write and returns when it is durable. After a failure in a shared commit, each write of it is performed again in a commit
    /// of its own.
    /// </summary>
    /// <param name="write">The write. It may run more than once, so it must have no effect outside the database.</param>
    /// <param name="kind">The operation under which <see cref="CommitMetrics"/> counts the write; null to leave it out.</param>
    /// <param name="rows">The number of registrations or outcomes in the write.</param>
    public Task<T> WriteAsync<T>(Func<PreparedStatements, T> write, string? kind = null, int rows = 1)
    {
        var operation = new Operation<T>(write) { Kind = kind, Rows = rows };
        _batcher.Add(operation);
        return operation.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        _statements.Dispose();
    }

    private Task CommitAsync(IReadOnlyList<Operation> batch)
    {
        var started = Stopwatch.GetTimestamp();
        Perform(batch);
        if (CommitMetrics.AreEnabled)
            Measure(batch, Stopwatch.GetElapsedTime(started));
        foreach (var operation in batch)
            operation.Succeed();
        return Task.CompletedTask;
    }

    /// <summary>Records the commit once for each kind, since registrations and outcomes share commits.</summary>
    private static void Measure(IReadOnlyList<Operation> batch, TimeSpan duration)
    {
        foreach (var kind in batch.GroupBy(operation => operation.Kind))
        {
            if (kind.Key is not null)
                CommitMetrics.Record(kind.Key, kind.Sum(operation => operation.Rows), duration);
        }
    }

    private void Perform(IReadOnlyList<Operation> batch)
    {
        try
        {
            _statements.Execute("begin immediate");
            foreach (var operation in batch)
                operation.Perform(_statements);
            _statements.Execute("commit");
        }
        catch (SqliteException failure)
        {
            Rollback();
            throw new StoreUnavailableException("the reminder could not be written", failure);
        }
        catch (Exception)
        {
            Rollback();
            throw;
        }
    }

    private void Rollback()
    {
        try
        {
            _statements.Execute("rollback");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            // "No transaction is active": SQLite has already rolled back. It does so on some errors, such as a full disk.
        }
    }

    private abstract class Operation : IPendingWrite
    {
        public int Bytes => 0;

        public string? Kind { get; init; }

        public int Rows { get; init; }

        public abstract void Perform(PreparedStatements statements);

        public abstract void Succeed();

        public abstract void Fail(Exception failure);
    }

    private sealed class Operation<T>(Func<PreparedStatements, T> write) : Operation
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Completion => _completion.Task;

        public override void Perform(PreparedStatements statements) => _result = write(statements);

        public override void Succeed() => _completion.SetResult(_result);

        public override void Fail(Exception failure) => _completion.SetException(failure);
    }
}
