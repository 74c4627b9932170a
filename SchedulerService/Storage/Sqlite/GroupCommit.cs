using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>
/// The only writer. Writes that arrive during a commit share the next one, so a hundred callers cost one synchronous write to the disk.
/// Each caller is answered after its commit.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxOperationsPerCommit = 1024;

    private readonly PreparedStatements _statements;
    private readonly Channel<Operation> _operations = Channel.CreateUnbounded<Operation>(new() { SingleReader = true });
    private readonly Task _loop;

    public GroupCommit(SqliteConnection connection)
    {
        _statements = new PreparedStatements(connection);
        _loop = Task.Run(RunAsync);
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
        ObjectDisposedException.ThrowIf(!_operations.Writer.TryWrite(operation), this);
        return operation.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _operations.Writer.TryComplete();
        await _loop;
        _statements.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Operation>(MaxOperationsPerCommit);
        while (await _operations.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxOperationsPerCommit && _operations.Reader.TryRead(out var operation))
                batch.Add(operation);

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Operation> batch)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            Perform(batch);
        }
        catch (Exception) when (batch.Count > 1)
        {
            // One of the writes is at fault. Each gets a commit of its own, so that only that one fails.
            foreach (var operation in batch)
                Commit([operation]);
            return;
        }
        catch (Exception failure)
        {
            batch[0].Fail(failure is SqliteException ? new StoreUnavailableException("the reminder could not be written", failure) : failure);
            return;
        }

        if (CommitMetrics.AreEnabled)
            Measure(batch, Stopwatch.GetElapsedTime(started));
        foreach (var operation in batch)
            operation.Succeed();
    }

    /// <summary>Records the commit once for each kind, since registrations and outcomes share commits.</summary>
    private static void Measure(List<Operation> batch, TimeSpan duration)
    {
        foreach (var kind in batch.GroupBy(operation => operation.Kind))
        {
            if (kind.Key is not null)
                CommitMetrics.Record(kind.Key, kind.Sum(operation => operation.Rows), duration);
        }
    }

    private void Perform(List<Operation> batch)
    {
        _statements.Execute("begin immediate");
        try
        {
            foreach (var operation in batch)
                operation.Perform(_statements);
            _statements.Execute("commit");
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

    private abstract class Operation
    {
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
