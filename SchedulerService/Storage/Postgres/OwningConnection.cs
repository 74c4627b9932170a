using System.Data;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// A connection of a session that owns shards. It is used by one command at a time, and commands are not cancelled but cut off by the
/// server: cancelling one may cost the connection, and with it everything it owns.
/// </summary>
internal sealed class OwningConnection(
    NpgsqlConnection connection, SessionEnd end, long openedAt, TimeSpan trust, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lastUse = openedAt;

    /// <summary>The server process at its other end.</summary>
    public int ProcessId { get; } = connection.ProcessID;

    /// <summary>Whether somebody is using it.</summary>
    public bool IsBusy => _turn.CurrentCount == 0;

    /// <summary>Counted from before the last use: PostgreSQL's own count of idle time began after it.</summary>
    public bool IsTrusted => WasUsedWithin(trust);

    public bool WasUsedWithin(TimeSpan span) => clock.GetElapsedTime(Volatile.Read(ref _lastUse)) < span;

    /// <param name="use">What to do with the connection.</param>
    /// <param name="cancellationToken">Ends the wait for a turn, and nothing else.</param>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (end.Cause is { } cause)
                throw new StoreUnavailableException("the session has ended", cause);

            var started = clock.GetTimestamp();
            var result = await use(connection);
            Volatile.Write(ref _lastUse, started);
            return result;
        }
        catch (Exception failure) when (failure is not StoreUnavailableException)
        {
            // A statement that was refused or cut off leaves the session as it was.
            if (connection.State != ConnectionState.Open || PostgresErrors.IsReadOnly(failure))
                end.Because(failure);
            if (end.Cause is not null)
                throw new StoreUnavailableException("the session has ended", failure);
            if (failure is NpgsqlException refusal)
                throw PostgresErrors.ToStoreException(refusal);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            end.Because(new ObjectDisposedException(nameof(OwningConnection)));
            await connection.DisposeAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}
