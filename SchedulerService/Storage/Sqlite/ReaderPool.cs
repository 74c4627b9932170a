using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Connections that only read. A read sees every write that was answered before the read began.</summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly Channel<PreparedStatements> _idle = Channel.CreateUnbounded<PreparedStatements>();

    public ReaderPool(IEnumerable<SqliteConnection> connections)
    {
        foreach (var connection in connections)
            _idle.Writer.TryWrite(new PreparedStatements(connection));
    }

    public async ValueTask<T> ReadAsync<T>(Func<PreparedStatements, T> read, CancellationToken cancellationToken)
    {
        var statements = await _idle.Reader.ReadAsync(cancellationToken);
        try
        {
            return read(statements);
        }
        catch (SqliteException failure)
        {
            throw new StoreUnavailableException("the reminders could not be read", failure);
        }
        finally
        {
            if (!_idle.Writer.TryWrite(statements))
                statements.Dispose();
        }
    }

    public void Dispose()
    {
        _idle.Writer.TryComplete();
        while (_idle.Reader.TryRead(out var statements))
            statements.Dispose();
    }
}
