using System.Data;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// The connection of a session that owns shards. It is used by one command at a time, and commands are not cancelled but cut off by the
/// server: cancelling one may cost the connection, and with it everything it owns.
/// </summary>
internal sealed class OwningConnection(NpgsqlConnection connection, long openedAt, TimeSpan trust, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lastUse = openedAt;
    private volatile Exception? _end;

    public bool IsGone => _end is not null;

    /// <summary>Whether somebody is using it.</summary>
    public bool IsBusy => _turn.CurrentCount == 0;

    /// <summary>Counted from before the last use: PostgreSQL's own count of idle time began after it.</summary>
    public bool IsTrusted => !IsGone && clock.GetElapsedTime(Volatile.Read(ref _lastUse)) < trust;

    /// <param name="use">What to do with the connection.</param>
    /// <param name="cancellationToken">Ends the wait for a turn, and nothing else.</param>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_end is { } end)
                throw new StoreUnavailableException("the session has ended", end);

            var started = clock.GetTimestamp();
            var result = await use(connection);
            Volatile.Write(ref _lastUse, started);
            return result;
        }
        catch (Exception failure) when (failure is not StoreUnavailableException)
        {
            // A statement that was refused or cut off leaves the session as it was.
            if (connection.State != ConnectionState.Open)
                _end = failure;
            if (IsGone || failure is NpgsqlException)
                throw new StoreUnavailableException(IsGone ? "the session has ended" : "PostgreSQL cannot be used", failure);
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
            _end ??= new ObjectDisposedException(nameof(OwningConnection));
            await connection.DisposeAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}
