using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>A table that keeps reminders. A list reads each table on its own, so that each read uses the right index and stops at the limit.</summary>
internal sealed record ReminderSource(string Table, string Id, string State, string Columns, IReadOnlyList<ReminderState> States)
{
    /// <summary>
    /// Gets the table of live reminders. Its columns are those of <see cref="StoredRow.Columns"/>, and also fit a "returning" clause.
    /// </summary>
    public static ReminderSource Live { get; } = new(
        "reminder",
        "id",
        "case pause_causes when 0 then 1 else 2 end",
        "id, owner, shard, content, case pause_causes when 0 then 1 else 2 end as state, pause_causes, due_at, wall, visible_at, occurrence, " +
        "generation, attempt, broken_streams, last_error, revision, created_at, updated_at, null::bigint as settled_at, null::text as message_id, trace_parent",
        [ReminderState.Scheduled, ReminderState.Paused]);

    public static ReminderSource History { get; } = new(
        "history",
        "reminder_id",
        "state",
        Settled(id: "reminder_id", state: "state"),
        [ReminderState.Delivered, ReminderState.Expired, ReminderState.Cancelled]);

    public static ReminderSource DeadLetters { get; } = new(
        "dead_letter",
        "id",
        "4",
        Settled(id: "id", state: "4"),
        [ReminderState.Failed]);

    private static string Settled(string id, string state) =>
        $"{id} as id, owner, shard, content, {state} as state, 0 as pause_causes, due_at, null::bigint as wall, null::bigint as visible_at, occurrence, " +
        "generation, attempt, 0 as broken_streams, last_error, revision, created_at, settled_at as updated_at, settled_at, message_id, trace_parent";

    public static IReadOnlyList<ReminderSource> All { get; } = [Live, History, DeadLetters];
}
