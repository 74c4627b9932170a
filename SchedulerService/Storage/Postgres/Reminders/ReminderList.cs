using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Lists reminders.</summary>
internal static class ReminderList
{
    public static async Task<IReadOnlyList<StoredReminder>> ReadAsync(NpgsqlConnection connection, ReminderQuery query, CancellationToken cancellationToken)
    {
        var filter = new ReminderFilter(query);
        var parts = filter.Sources.Select(source =>
            $"(select {source.Columns} from {source.Table} where {filter.Where(source)} order by {source.Id} limit {filter.Limit})").ToList();
        if (parts.Count == 0)
            return [];

        var sql = $"select {StoredRow.Columns} from ({string.Join(" union all ", parts)}) found order by id limit {filter.Limit}";
        await using var command = connection.Statement(sql, filter.Parameters);
        return await command.ReadAllAsync(ReminderRow.Read, cancellationToken);
    }

    public static async Task<IReadOnlyList<StoredReminder>> ReadOnWallClockAsync(
        NpgsqlConnection connection, Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(
            $"select {ReminderSource.Live.Columns} from reminder where wall is not null and id > $1 order by id limit $2",
            Parameter.Of(after), Parameter.Of(limit));
        return await command.ReadAllAsync(ReminderRow.Read, cancellationToken);
    }

    /// <summary>
    /// Reads reminders that were created, changed or settled at an instant or later. Finds created ones by the id, which contains the time of
    /// creation. Finds changed and settled ones by an index each.
    /// </summary>
    public static async Task<IReadOnlyList<StoredReminder>> ReadChangedAsync(
        NpgsqlConnection connection, Instant since, Guid after, int limit, CancellationToken cancellationToken)
    {
        static string Part(ReminderSource source, string where, string changed) =>
            $"(select {source.Columns} from {source.Table} where {where} and ({changed}, {source.Id}) > ($1, $2) order by {changed}, {source.Id} limit $4)";

        await using var command = connection.Statement(
            $"""
            select {StoredRow.Columns} from (
            {Part(ReminderSource.Live, "revision = 1 and id >= $3", "updated_at")}
            union all
            {Part(ReminderSource.Live, "revision > 1", "updated_at")}
            union all
            {Part(ReminderSource.History, "ended and settled_at >= $1", "settled_at")}
            union all
            {Part(ReminderSource.DeadLetters, "settled_at >= $1", "settled_at")}
            ) found order by updated_at, id limit $4
            """,
            Parameter.Of(since), Parameter.Of(after), Parameter.Of(ReminderId.Earliest(since)), Parameter.Of(limit));
        return await command.ReadAllAsync(ReminderRow.Read, cancellationToken);
    }
}
