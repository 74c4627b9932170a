using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Lists reminders by a query.</summary>
internal static class ReminderList
{
    public static IReadOnlyList<StoredReminder> Read(PreparedStatements statements, ReminderQuery query)
    {
        var selection = new Selection($"select {StoredRow.Columns} from every_reminder where id > @1", ReminderId.ToBytes(query.After));
        if (query.Owner is { } owner)
            selection.Where("owner = {0}", owner);
        selection.WhereIn("state", query.States.Select(state => (int)state));
        if (ReminderRow.Text(query.Recipient?.UserId) is { } user)
            selection.Where("user_id = {0}", user);
        if (ReminderRow.Text(query.Recipient?.ConversationId) is { } conversation)
            selection.Where("conversation_id = {0}", conversation);
        if (ReminderRow.Text(query.Recipient?.TenantId) is { } tenant)
            selection.Where("tenant_id = {0}", tenant);
        if (query.DueFrom is { } from)
            selection.Where("due_at >= {0}", from);
        if (query.DueBefore is { } before)
            selection.Where("due_at < {0}", before);
        foreach (var (name, value) in query.Labels ?? new Dictionary<string, string>())
            selection.Where("exists (select 1 from json_each(labels) where key = {0} and value = {1})", name, value);

        selection.Where("true order by id limit {0}", query.Limit);
        return selection.Read(statements, ReminderRow.Read);
    }

    public static IReadOnlyList<StoredReminder> ReadOnWallClock(PreparedStatements statements, Guid after, int limit)
    {
        using var row = statements.Query(
            $"select {StoredRow.Columns} from every_reminder where wall is not null and id > @1 order by id limit @2", ReminderId.ToBytes(after), limit);
        return ReminderRow.ReadAll(row);
    }

    /// <summary>
    /// Reads reminders that were created, changed or settled at an instant or later. Finds created ones by the id, which contains the time of
    /// creation. Finds changed and settled ones by an index each.
    /// </summary>
    public static IReadOnlyList<StoredReminder> ReadChanged(PreparedStatements statements, Instant since, Guid after, int limit)
    {
        const string After = "(updated_at, id) > (@1, @2)";
        using var row = statements.Query(
            $"""
            select {StoredRow.Columns} from every_reminder where settled_at is null and revision = 1 and id >= @4 and {After}
            union all
            select {StoredRow.Columns} from every_reminder where settled_at is null and revision > 1 and updated_at >= @1 and {After}
            union all
            select {StoredRow.Columns} from every_reminder where settled_at >= @1 and {After}
            order by updated_at, id limit @3
            """,
            since, ReminderId.ToBytes(after), limit, ReminderId.ToBytes(ReminderId.Earliest(since)));
        return ReminderRow.ReadAll(row);
    }
}
