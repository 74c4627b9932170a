using Npgsql;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Writes the most frequent outcome: delivered, without a next occurrence. Moves the row to the history without locking it first, which would
/// be a third write. Leaves to <see cref="SettleStatement"/> the rows that a transaction has locked since they were written, and the
/// rows that were changed meanwhile.
/// </summary>
internal static class DeliveredStatement
{
    private const int Columns = 7;

    // xmax is 0 in a row that no transaction has locked since it was written. A transaction can lock the row between this check and the delete. The delete
    // then waits for that transaction, at most for the session's lock timeout.
    private static readonly string Statement =
        $"""
        with deleted as (
            delete from reminder r using unnest({Parameter.List(1, Columns)}) as o(number, id, occurrence, revision, at, attempt, message_id)
            where r.id = o.id and r.occurrence = o.occurrence and r.revision = o.revision and r.xmax = '0'::xid
            returning o.number, o.at, o.attempt as attempts, o.message_id, r.id, {StoredRow.KeptOf("r")}, r.revision, r.generation, r.labels, r.content
        ), recorded as (
            {HistoryInsert.Into}
            select id, {StoredRow.KeptColumns}, at, greatest(0, at - due_at), revision + 1, {(int)ReminderState.Delivered}, generation, attempts, true,
                   ${Columns + 1}, labels, content, message_id, null
            from deleted
        )
        select array_agg(number), true from deleted having count(*) > 0
        """;

    /// <summary>Returns whether this statement can write an outcome.</summary>
    public static bool IsFor(Settlement settlement) =>
        settlement is Settlement.Ended { State: ReminderState.Delivered, Next: null, Notice: null, Error: null };

    /// <summary>Adds the statement for some outcomes to a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">Outcomes for which <see cref="IsFor"/> is true, of different reminders.</param>
    /// <param name="node">The node that writes them.</param>
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
