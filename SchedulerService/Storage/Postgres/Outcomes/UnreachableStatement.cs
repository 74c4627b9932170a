using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Pauses reminders whose recipient cannot be reached, and their neighbours: the other reminders for the same conversation, or for the same
/// user without one. Skips locked neighbours: each turns out to be unreachable when it is due.
/// </summary>
internal static class UnreachableStatement
{
    private const int Columns = 7;

    private static readonly string Statement =
        $"""
        with outcome as materialized (
            select * from unnest({Parameter.List(1, Columns)}) as o(number, id, occurrence, revision, at, attempt, error)
        ), locked as materialized (
            select o.number, o.at, o.attempt, o.error, r.id, r.user_id, r.conversation_id
            from outcome o join reminder r on r.id = o.id and r.occurrence = o.occurrence and r.revision = o.revision
            order by r.id for no key update of r skip locked
        ), near as materialized (
            select r.id from locked h join reminder r on r.conversation_id = h.conversation_id
            union
            select r.id from locked h join reminder r on r.user_id = h.user_id and r.conversation_id is null where h.conversation_id is null
        ), neighbour as materialized (
            select r.id, r.user_id, r.conversation_id from reminder r
            where r.id in (select id from near) and r.id not in (select id from locked) and r.pause_causes & {(int)PauseCauses.Recipient} = 0
            order by r.id for no key update of r skip locked
        ), pausing as (
            select id, at, attempt, error from locked
            union all
            select n.id, h.at, null, h.error from neighbour n cross join lateral (
                select at, error from locked h
                where h.conversation_id = n.conversation_id or (h.conversation_id is null and n.conversation_id is null and h.user_id = n.user_id)
                limit 1
            ) h
        ), paused as (
            update reminder r
            set visible_at = null, pause_causes = r.pause_causes | {(int)PauseCauses.Recipient}, attempt = coalesce(p.attempt, r.attempt),
                last_error = p.error, updated_at = p.at, revision = r.revision + 1
            from pausing p where r.id = p.id
        )
        select array_agg(number), true from locked having count(*) > 0
        union all
        select array_agg(o.number), false from outcome o join reminder r on r.id = o.id and r.occurrence = o.occurrence and r.revision = o.revision
        where o.number not in (select number from locked) having count(*) > 0
        """;

    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<(int Number, Settlement.Unreachable Outcome)> rows)
    {
        batch.Add(
            Statement,
            Parameter.Column(rows, row => row.Number),
            Parameter.Column(rows, row => row.Outcome.Reminder.Key.Id),
            Parameter.Column(rows, row => row.Outcome.Reminder.Key.Occurrence),
            Parameter.Column(rows, row => row.Outcome.Reminder.Key.Revision),
            Parameter.Column(rows, row => row.Outcome.At),
            Parameter.Column(rows, row => row.Outcome.Attempt),
            Parameter.Column(rows, row => ReminderRow.Clean(row.Outcome.Error)));
    }
}
