using System.Buffers.Binary;
using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Finds one reminder, live or settled.</summary>
internal static class ReminderLookup
{
    public static async Task<StoredReminder?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(
            $"select {ReminderRow.Columns} from every_reminder where id = $1 and (settled_at is null or settled_at >= $2) limit 1",
            Parameter.Of(id), Parameter.Of(NotSettledBefore(id)));
        return (await command.ReadAllAsync(ReminderRow.Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// No reminder with this id or a later one was settled before this instant: ids tell when they were made. It spares a look into the days
    /// of the history before it. An hour is allowed for clocks that differ; an id of another kind tells nothing.
    /// </summary>
    public static long NotSettledBefore(Guid id)
    {
        const long Margin = 3_600_000;
        return id.Version == 7 ? (BinaryPrimitives.ReadInt64BigEndian(ReminderId.ToBytes(id)) >>> 16) - Margin : long.MinValue;
    }
}
