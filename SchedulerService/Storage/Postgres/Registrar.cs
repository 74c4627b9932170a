using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Writes new reminders. Reminders that arrive during a commit share the next one, so a hundred callers cost one statement and one
/// synchronous write to the disk. Each caller is answered after its commit.
/// </summary>
internal sealed class Registrar : IAsyncDisposable
{
    private const int MaxPerCommit = 1024;
    private const int MaxBytesPerCommit = 4 * 1024 * 1024;

    /// <summary>Two, so that one sends rows while the commit of the other waits for the disk.</summary>
    private const int Writers = 2;

    private static readonly string Statement =
        $"""
        {NewReminders.Insert}
        from unnest({Parameter.List(1, NewReminders.ColumnCount)}) as w({NewReminders.Columns})
        """;

    // The first registration with a request id wins, in this batch or in another. Request ids are inserted in their order, so that batches
    // with common ids wait for each other instead of deadlocking.
    private static readonly string StatementWithRequests =
        $"""
        with wanted as materialized (
            select * from unnest({Parameter.List(1, NewReminders.ColumnCount + 3)})
                as w({NewReminders.Columns}, request_owner, request_id, content_hash)
        ), claimed as (
            insert into request (owner, request_id, content_hash, reminder_id, created_at)
            select request_owner, request_id, content_hash, id, created_at from wanted where request_id is not null
            order by request_owner, request_id
            on conflict do nothing
            returning reminder_id
        )
        {NewReminders.Insert}
        from wanted w where w.request_id is null or w.id in (select reminder_id from claimed)
        returning id
        """;

    private readonly PostgresDatabase _database;
    private readonly Channel<Registration> _waiting = Channel.CreateUnbounded<Registration>();
    private readonly Task _loops;

    public Registrar(PostgresDatabase database)
    {
        _database = database;
        _loops = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(RunAsync)));
    }

    public Task<Creation> RegisterAsync(Registration registration)
    {
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(registration), this);
        return registration.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loops;
    }

    private async Task RunAsync()
    {
        var batch = new List<Registration>(MaxPerCommit);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var bytes = 0;
            while (batch.Count < MaxPerCommit && bytes < MaxBytesPerCommit && _waiting.Reader.TryRead(out var registration))
            {
                batch.Add(registration);
                bytes += registration.Content.Length;
            }

            if (batch.Count > 0)
                await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(List<Registration> batch)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            var made = await _database.UseAsync(connection => InsertAsync(connection, batch));
            if (CommitMetrics.AreEnabled)
                CommitMetrics.Record(CommitMetrics.Register, batch.Count, Stopwatch.GetElapsedTime(started));
            foreach (var registration in batch)
            {
                if (made?.Contains(registration.Reminder.Id) != false)
                    registration.Succeed(new Creation.Created(registration.Reminder));
                else
                    await RepeatAsync(registration);
            }
        }
        catch (Exception failure) when (batch.Count > 1 && IsOfOne(failure))
        {
            // One registration is at fault. Each gets a commit of its own, so that only that one fails.
            foreach (var registration in batch)
                await WriteAsync([registration]);
        }
        catch (Exception failure)
        {
            foreach (var registration in batch)
                registration.Fail(failure);
        }
    }

    /// <summary>
    /// Returns whether one registration of a batch caused the failure. Otherwise the database did, and each registration alone would fail as
    /// well, and slowly.
    /// </summary>
    private static bool IsOfOne(Exception failure) => failure is not StoreUnavailableException unavailable || PostgresErrors.IsConflict(unavailable.InnerException);

    /// <summary>Inserts a batch.</summary>
    /// <returns>The ids of the created reminders; null when all were created.</returns>
    private static async Task<HashSet<Guid>?> InsertAsync(NpgsqlConnection connection, List<Registration> batch)
    {
        var columns = NewReminders.Parameters([.. batch.Select(registration => (registration.Reminder, registration.Content, registration.Labels))]);
        if (batch.TrueForAll(registration => registration.Request is null))
        {
            await using var insert = connection.Statement(Statement, columns);
            await insert.ExecuteNonQueryAsync();
            return null;
        }

        await using var command = connection.Statement(
            StatementWithRequests,
            [
                .. columns,
                Parameter.Column(batch, registration => ReminderRow.Clean(registration.Request?.Owner)),
                Parameter.Column(batch, registration => ReminderRow.Clean(registration.Request?.RequestId)),
                Parameter.Column(batch, registration => registration.Request?.ContentHash),
            ]);
        return [.. await command.ReadAllAsync(row => row.GetGuid(0))];
    }

    /// <summary>
    /// Answers a registration whose request id was used before. If housekeeping has just deleted that request id, writes the reminder instead.
    /// </summary>
    private async Task RepeatAsync(Registration registration)
    {
        try
        {
            if (await _database.UseAsync(connection => Requests.FindAsync(connection, registration.Request!, CancellationToken.None)) is { } repeated)
                registration.Succeed(repeated);
            else
                await WriteAsync([registration]);
        }
        catch (Exception failure)
        {
            // Only this registration fails. The others of its batch are committed, and must not be written again.
            registration.Fail(failure);
        }
    }
}
