using System.Data;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// A connection of a session that owns shards. It runs one command at a time. Commands are never cancelled, since that may break the
/// connection and lose its shards; the server cuts them off instead.
/// </summary>
internal sealed class OwningConnection(
    NpgsqlConnection connection, SessionEnd end, long openedAt, TimeSpan trust, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lastUse = openedAt;

    /// <summary>Gets the id of the server process of the connection.</summary>
    public int ProcessId { get; } = connection.ProcessID;

    /// <summary>Gets whether a command is using the connection.</summary>
    public bool IsBusy => _turn.CurrentCount == 0;

    /// <summary>
    /// Gets whether the connection was used recently enough to be alive. The time counts from the start of the last use, and PostgreSQL counts
    /// idle time from its end.
    /// </summary>
    public bool IsTrusted => WasUsedWithin(trust);

    /// <summary>Returns whether the last successful use began less than <paramref name="span"/> ago.</summary>
    public bool WasUsedWithin(TimeSpan span) => clock.GetElapsedTime(Volatile.Read(ref _lastUse)) < span;

    /// <summary>Waits until the connection is free, and uses it.</summary>
    /// <param name="use">The use of the connection.</param>
    /// <param name="cancellationToken">Cancels the wait for the connection, but not the use.</param>
    /// <exception cref="StoreUnavailableException">The session has ended, or the database cannot be used.</exception>
    /// <exception cref="DataRefusedException">The database refuses the data.</exception>
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
            // A refused or cut-off statement does not end the session. A closed connection or a read-only server does.
            if (connection.State != ConnectionState.Open || PostgresErrors.IsReadOnly(failure))
                end.End(failure);
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
            end.End(new ObjectDisposedException(nameof(OwningConnection)));
            await connection.DisposeAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}
