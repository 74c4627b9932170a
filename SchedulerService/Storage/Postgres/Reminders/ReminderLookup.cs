using System.Buffers.Binary;
using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Finds one reminder, live or settled.</summary>
internal static class ReminderLookup
{
    private static readonly string Live = $"select {ReminderSource.Live.Columns} from reminder where id = $1 and {Sql.OwnedBy("$2")}";

    // Each partition of the history that is not excluded costs a few locks. So the history is only read when the reminder is not live.
    private static readonly string Settled =
        $"""
        select {ReminderSource.History.Columns} from history where reminder_id = $1 and ended and settled_at >= $3 and {Sql.OwnedBy("$2")}
        union all
        select {ReminderSource.DeadLetters.Columns} from dead_letter where id = $1 and settled_at >= $3 and {Sql.OwnedBy("$2")}
        limit 1
        """;

    public static async Task<StoredReminder?> FindAsync(NpgsqlConnection connection, Guid id, string? owner, CancellationToken cancellationToken) =>
        await FindLiveAsync(connection, id, owner, cancellationToken)
        ?? await FindSettledAsync(connection, id, owner, NotSettledBefore(id), cancellationToken)
        // The clock that made the id may have been wrong by more than the margin.
        ?? await FindSettledAsync(connection, id, owner, Instant.Earliest, cancellationToken)
        // A Retry may have made it live again in between.
        ?? await FindLiveAsync(connection, id, owner, cancellationToken);

    private static async Task<StoredReminder?> FindLiveAsync(NpgsqlConnection connection, Guid id, string? owner, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Live, Parameter.Of(id), Parameter.Text(owner));
        return (await command.ReadAllAsync(ReminderRow.Read, cancellationToken)).SingleOrDefault();
    }

    private static async Task<StoredReminder?> FindSettledAsync(NpgsqlConnection connection, Guid id, string? owner, Instant notBefore, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Settled, Parameter.Of(id), Parameter.Text(owner), Parameter.Of(notBefore));
        return (await command.ReadAllAsync(ReminderRow.Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Returns an instant before which the reminder was hardly settled, so that older partitions need not be read. A version 7 id contains its
    /// time of creation. A margin of one day covers clocks that differ; it costs one more partition. For other ids, returns the smallest instant.
    /// </summary>
    private static Instant NotSettledBefore(Guid id) =>
        id.Version == 7 ? new Instant(BinaryPrimitives.ReadInt64BigEndian(ReminderId.ToBytes(id)) >>> 16) - TimeSpan.FromDays(1) : Instant.Earliest;
}
