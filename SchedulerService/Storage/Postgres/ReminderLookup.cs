using System.Buffers.Binary;
using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Finds one reminder, live or settled.</summary>
internal static class ReminderLookup
{
    private static readonly string Live = $"select {ReminderSource.Live.Columns} from reminder where id = $1";

    // Every day of the history that is not ruled out costs a few locks, so it is asked only for what is not live.
    private static readonly string Settled =
        $"select {StoredRow.Columns} from every_reminder where id = $1 and settled_at >= $2 limit 1";

    public static async Task<StoredReminder?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        await FindLiveAsync(connection, id, cancellationToken)
        ?? await FindSettledAsync(connection, id, NotSettledBefore(id), cancellationToken)
        // Its id may be of a clock that was wrong by more than that.
        ?? await FindSettledAsync(connection, id, long.MinValue, cancellationToken)
        // It may have been made live again in between.
        ?? await FindLiveAsync(connection, id, cancellationToken);

    private static async Task<StoredReminder?> FindLiveAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Live, Parameter.Of(id));
        return (await command.ReadAllAsync(ReminderRow.Read, cancellationToken)).SingleOrDefault();
    }

    private static async Task<StoredReminder?> FindSettledAsync(NpgsqlConnection connection, Guid id, long notBefore, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Settled, Parameter.Of(id), Parameter.Of(notBefore));
        return (await command.ReadAllAsync(ReminderRow.Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// A reminder with this id was hardly settled before this instant: ids tell when they were made. It spares a look into the days
    /// of the history before it. A day is allowed for clocks that differ, which costs a look into one day more. An id of another kind tells nothing.
    /// </summary>
    private static long NotSettledBefore(Guid id)
    {
        const long Margin = 86_400_000;
        return id.Version == 7 ? (BinaryPrimitives.ReadInt64BigEndian(ReminderId.ToBytes(id)) >>> 16) - Margin : long.MinValue;
    }
}
