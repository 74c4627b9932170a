using Npgsql;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Writes outcomes in one statement, so that a paused process leaves no transaction open. Skips rows that another transaction has locked, and
/// reports them apart from changed ones. The statement never waits for a reminder's lock, so it cannot deadlock.
/// </summary>
internal static class SettleStatement
{
    private const int Columns = 18;

    /// <summary>
    /// The first parameter of the failure notices. They follow the outcomes, the node, and the instant before which no reminder was settled.
    /// </summary>
    private const int FirstOfNotices = Columns + 3;

    // "in" and "not in" over the small sets are hashed. A join would get a plan for the few rows that PostgreSQL expects of an unnest.
    private static readonly string Outcomes =
        $"""
        with outcome as materialized (
            select * from unnest({Parameter.List(1, Columns)})
                as o(number, id, occurrence, revision, at, state, visible_at, attempt, broken_streams, error, message_id, next_due, next_wall,
                     next_occurrence, due_at, generation, shard, created_at)
        ), locked as materialized (
            select o.number, o.at, o.state, o.visible_at, o.attempt, o.broken_streams, o.error, o.message_id, o.next_due, o.next_wall, o.next_occurrence,
                   r.id, {StoredRow.KeptOf("r")}, r.revision, r.generation, r.labels, r.content
            from outcome o join reminder r on r.id = o.id and r.occurrence = o.occurrence and r.revision = o.revision
            for update of r skip locked
        ), conflicting as materialized (
            select o.number from outcome o join reminder r on r.id = o.id and r.occurrence = o.occurrence and r.revision = o.revision
            where o.number not in (select number from locked)
        ), deleted as (
            delete from reminder r using locked h where r.id = h.id and h.visible_at is null
        ), moved as (
            update reminder r
            set visible_at = greatest(h.visible_at, {Sql.Now}), due_at = coalesce(h.next_due, r.due_at),
                wall = case when h.next_due is null then r.wall else h.next_wall end, occurrence = coalesce(h.next_occurrence, r.occurrence),
                attempt = case when h.next_due is null then h.attempt else 0 end,
                broken_streams = case when h.next_due is null then h.broken_streams else 0 end, tried = h.next_due is null,
                last_error = h.error, updated_at = h.at, revision = r.revision + 1
            from locked h where r.id = h.id and h.visible_at is not null
        ), failed as (
            insert into dead_letter (id, {StoredRow.KeptColumns}, settled_at, revision, generation, attempt, labels, content, message_id, last_error)
            select id, {StoredRow.KeptColumns}, at, revision + 1, generation, attempt, labels, content, message_id, error
            from locked where visible_at is null and state = {(int)ReminderState.Failed}
        ), recorded as (
            {HistoryInsert.Into}
            select id, {StoredRow.KeptColumns}, at, greatest(0, at - due_at), case when ended then revision + 1 else revision end, state, generation,
                   attempt, ended, ${Columns + 1}, case when ended then labels end, case when ended then content end, message_id, error
            from (select *, visible_at is null and state <> {(int)ReminderState.Failed} as ended from locked where state is not null) h
        ), stale as (
            {HistoryInsert.Into}
            select o.id, o.due_at, o.occurrence, o.shard, o.created_at, e.owner, e.user_id, e.conversation_id, e.tenant_id, null, o.at,
                   greatest(0, o.at - o.due_at), o.revision, o.state, o.generation, o.attempt, false, ${Columns + 1}, null, null, o.message_id, o.error
            from outcome o cross join lateral (
                select owner, user_id, conversation_id, tenant_id from reminder where id = o.id
                union all
                select owner, user_id, conversation_id, tenant_id from history where reminder_id = o.id and ended and settled_at >= ${Columns + 2}
                union all
                select owner, user_id, conversation_id, tenant_id from dead_letter where id = o.id
                limit 1
            ) e
            where o.state is not null and o.number not in (select number from locked) and o.number not in (select number from conflicting)
        )
        """;

    /// <summary>Returns the numbers of the written outcomes (true) and of the locked ones (false). It leaves out the changed ones.</summary>
    private const string Result =
        "select array_agg(number), true from locked having count(*) > 0 union all select array_agg(number), false from conflicting having count(*) > 0";

    private static readonly string WithoutNotices = $"{Outcomes} {Result}";

    private static readonly string WithNotices =
        $"""
        {Outcomes}, notified as (
            {NewReminders.Insert}
            from unnest({Parameter.List(FirstOfNotices, NewReminders.ColumnCount + 1)}) as w({NewReminders.Columns}, number)
            where w.number in (select number from locked)
        )
        {Result}
        """;

    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<OutcomeRow> rows, NodeName node)
    {
        var notices = rows.Where(row => row.Settlement is Settlement.Ended { Notice: not null }).ToList();
        NpgsqlParameter[] parameters =
        [
            Parameter.Column(rows, row => row.Number),
            Parameter.Column(rows, row => row.Settlement.Reminder.Key.Id),
            Parameter.Column(rows, row => row.Settlement.Reminder.Key.Occurrence),
            Parameter.Column(rows, row => row.Settlement.Reminder.Key.Revision),
            Parameter.Column(rows, row => row.Settlement.At),
            Parameter.Column(rows, row => (int?)row.State),
            Parameter.Column(rows, row => row.VisibleAt),
            Parameter.Column(rows, row => row.Attempt),
            Parameter.Column(rows, row => row.BrokenStreams),
            Parameter.Column(rows, row => ReminderRow.Clean(row.Error)),
            Parameter.Column(rows, row => ReminderRow.Clean(row.MessageId)),
            Parameter.Column(rows, row => row.Next?.DueAt),
            Parameter.Column(rows, row => row.Next?.Wall),
            Parameter.Column(rows, row => row.Next?.Occurrence),
            Parameter.Column(rows, row => row.Settlement.Reminder.DueAt),
            Parameter.Column(rows, row => row.Settlement.Reminder.Generation),
            Parameter.Column(rows, row => row.Settlement.Reminder.Shard),
            Parameter.Column(rows, row => row.Settlement.Reminder.CreatedAt),
            Parameter.Text(node.Value),
            Parameter.Of(rows.Min(row => NotSettledBefore(row.Settlement.Reminder))),
        ];
        if (notices.Count == 0)
        {
            batch.Add(WithoutNotices, parameters);
            return;
        }

        var columns = NewReminders.Parameters(notices.ConvertAll(row => ((Settlement.Ended)row.Settlement).Notice!));
        batch.Add(WithNotices, [.. parameters, .. columns, Parameter.Column(notices, row => row.Number)]);
    }

    /// <summary>
    /// Returns an instant before which the reminder was not settled, so that older partitions need not be read. The reminder was live when it
    /// became visible. A margin of one hour covers clocks that differ.
    /// </summary>
    private static Instant NotSettledBefore(DueReminder reminder) => reminder.VisibleAt - TimeSpan.FromHours(1);
}
