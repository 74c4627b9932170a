using System.Diagnostics;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Writes new reminders. Each caller is answered after the commit of its reminder.</summary>
internal sealed class InsertBatcher(PostgresDatabase database) : IAsyncDisposable
{
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

    /// <summary>Records those of the reminders that the batch has created.</summary>
    private static readonly string Audit = AuditInsert.From(
        "reminder", at: "created_at", before: AuditInsert.Absent, after: $"{AuditInsert.LiveState}, due_at, revision", first: 2) + " and id = any($1)";

    private readonly CommitBatcher<Registration> _batcher = new(Writers, batch => WriteAsync(database, batch), IsOfOne);

    public Task<Creation> RegisterAsync(Registration registration)
    {
        _batcher.Add(registration);
        return registration.Completion;
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private static bool IsOfOne(Exception failure) => failure is not StoreUnavailableException unavailable || PostgresErrors.IsConflict(unavailable.InnerException);

    private static async Task WriteAsync(PostgresDatabase database, IReadOnlyList<Registration> batch)
    {
        var started = Stopwatch.GetTimestamp();
        var made = await database.UseAsync(connection => InsertAsync(connection, batch));
        if (CommitMetrics.AreEnabled)
            CommitMetrics.Record(CommitMetrics.Register, batch.Count, Stopwatch.GetElapsedTime(started));
        foreach (var registration in batch)
        {
            if (made?.Contains(registration.Reminder.Id) != false)
                registration.Succeed(new Creation.Created(registration.Reminder));
            else
                await RepeatAsync(database, registration);
        }
    }

    /// <summary>Inserts a batch.</summary>
    /// <returns>The ids of the created reminders; null when all were created.</returns>
    private static async Task<HashSet<Guid>?> InsertAsync(NpgsqlConnection connection, IReadOnlyList<Registration> batch)
    {
        var columns = NewReminders.Parameters([.. batch.Select(registration => (registration.Reminder, registration.Content, registration.Labels))]);
        await using var insert = new NpgsqlBatch(connection);
        var areAllCreated = batch.All(registration => registration.Request is null);
        if (areAllCreated)
        {
            insert.Add(Statement, columns);
        }
        else
        {
            insert.Add(
                StatementWithRequests,
                [
                    .. columns,
                    Parameter.Column(batch, registration => ReminderRow.Clean(registration.Request?.Owner)),
                    Parameter.Column(batch, registration => ReminderRow.Clean(registration.Request?.RequestId)),
                    Parameter.Column(batch, registration => registration.Request?.ContentHash),
                ]);
        }

        foreach (var edit in batch.Where(registration => registration.Edit.Actor is not null).GroupBy(registration => registration.Edit))
            insert.Add(Audit, [Parameter.Of(edit.Select(registration => registration.Reminder.Id).ToArray()), .. AuditInsert.Parameters(edit.Key)]);

        if (areAllCreated)
        {
            await insert.ExecuteNonQueryAsync();
            return null;
        }

        await using var made = await insert.ExecuteReaderAsync();
        var ids = new HashSet<Guid>();
        while (await made.ReadAsync())
            ids.Add(made.GetGuid(0));
        // The batch is committed after its last statement, and only then.
        while (await made.NextResultAsync())
        {
        }

        return ids;
    }

    /// <summary>
    /// Answers a registration whose request id was used before. If housekeeping has just deleted that request id, writes the reminder instead.
    /// </summary>
    private static async Task RepeatAsync(PostgresDatabase database, Registration registration)
    {
        try
        {
            if (await database.UseAsync(connection => Requests.FindAsync(connection, registration.Request!, CancellationToken.None)) is { } repeated)
                registration.Succeed(repeated);
            else
                await WriteAsync(database, [registration]);
        }
        catch (Exception failure)
        {
            // Only this registration fails. The others of its batch are committed, and must not be written again.
            registration.Fail(failure);
        }
    }
}
