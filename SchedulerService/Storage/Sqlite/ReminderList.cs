using System.Text;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Lists reminders by a query.</summary>
internal static class ReminderList
{
    public static IReadOnlyList<StoredReminder> Read(PreparedStatements statements, ReminderQuery query)
    {
        var (sql, values) = Build(query);
        using var row = statements.Query(sql, values);
        return ReminderRow.ReadAll(row);
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

    private static (string Sql, object?[] Values) Build(ReminderQuery query)
    {
        var sql = new StringBuilder($"select {StoredRow.Columns} from every_reminder where id > @1");
        var values = new List<object?> { ReminderId.ToBytes(query.After) };

        void Where(string condition, params ReadOnlySpan<object> parameters)
        {
            // {0} and {1} stand for the parameters, whose numbers depend on the conditions before.
            var names = new object[parameters.Length];
            for (var i = 0; i < parameters.Length; i++)
            {
                values.Add(parameters[i]);
                names[i] = $"@{values.Count}";
            }

            sql.Append(" and ").AppendFormat(System.Globalization.CultureInfo.InvariantCulture, condition, names);
        }

        if (query.Owner is { } owner)
            Where("owner = {0}", owner);
        // Safe to put into the text: the states are numbers of the service, never text of a caller.
        if (query.States.Count > 0)
            sql.Append($" and state in ({string.Join(", ", query.States.Order().Select(state => (int)state))})");
        if (ReminderRow.Text(query.Recipient?.UserId) is { } user)
            Where("user_id = {0}", user);
        if (ReminderRow.Text(query.Recipient?.ConversationId) is { } conversation)
            Where("conversation_id = {0}", conversation);
        if (ReminderRow.Text(query.Recipient?.TenantId) is { } tenant)
            Where("tenant_id = {0}", tenant);
        if (query.DueFrom is { } from)
            Where("due_at >= {0}", from);
        if (query.DueBefore is { } before)
            Where("due_at < {0}", before);
        foreach (var (name, value) in query.Labels ?? new Dictionary<string, string>())
            Where("exists (select 1 from json_each(labels) where key = {0} and value = {1})", name, value);

        Where("true order by id limit {0}", query.Limit);
        return (sql.ToString(), [.. values]);
    }
}
