using Npgsql;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Writes what nearly every outcome is: a reminder that was delivered, and nothing follows. It takes the row and leaves it in the history,
/// without locking it first, which would be a third write. Rows that somebody has locked, or ever had, are left to
/// <see cref="SettleStatement"/>, as is whatever was changed meanwhile.
/// </summary>
internal static class DeliveredStatement
{
    private const int Columns = 7;

    // xmax is 0 in a row that nobody has locked since it was written. Who locks it between this look and the delete is waited for, no longer
    // than the session's lock timeout.
    private static readonly string Statement =
        $"""
        with gone as (
            delete from reminder r using unnest({Parameter.List(1, Columns)}) as o(number, id, occurrence, revision, at, attempt, message_id)
            where r.id = o.id and r.occurrence = o.occurrence and r.revision = o.revision and r.xmax = '0'::xid
            returning o.number, o.at, o.attempt as attempts, o.message_id, r.id, r.due_at, r.occurrence, r.revision, r.created_at, r.shard, r.generation,
                      r.owner, r.user_id, r.conversation_id, r.tenant_id, r.labels, r.content, r.trace_parent
        ), past as (
            {HistoryInsert.Into}
            select id, at, due_at, greatest(0, at - due_at), occurrence, revision + 1, created_at, {(int)ReminderState.Delivered},
                   shard, generation, attempts, true, ${Columns + 1}, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent,
                   message_id, null
            from gone
        )
        select array_agg(number), true from gone having count(*) > 0
        """;

    /// <summary>Whether an outcome is of this kind.</summary>
    public static bool IsFor(Settlement settlement) =>
        settlement is Settlement.Ended { State: ReminderState.Delivered, Next: null, Notice: null, Error: null };

    /// <param name="batch">Takes the statement.</param>
    /// <param name="rows">Outcomes of this kind, none twice.</param>
    /// <param name="node">Who writes them.</param>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<OutcomeRow> rows, NodeName node)
    {
        batch.Add(
            Statement,
            Parameter.Column(rows, row => row.Number),
            Parameter.Column(rows, row => row.Settlement.Reminder.Key.Id),
            Parameter.Column(rows, row => row.Settlement.Reminder.Key.Occurrence),
            Parameter.Column(rows, row => row.Settlement.Reminder.Key.Revision),
            Parameter.Column(rows, row => row.Settlement.At),
            Parameter.Column(rows, row => row.Attempt),
            Parameter.Column(rows, row => ReminderRow.Clean(row.MessageId)),
            Parameter.Text(node.Value));
    }
}
