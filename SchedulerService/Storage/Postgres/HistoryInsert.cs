namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The SQL that writes rows of the history.</summary>
internal static class HistoryInsert
{
    public const string Into =
        "insert into history (reminder_id, settled_at, due_at, lateness, occurrence, revision, created_at, state, shard, generation, attempt, ended, " +
        "node, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent, message_id, last_error)";

    /// <summary>The columns of a live reminder that a statement returns when it deletes the reminder.</summary>
    public const string Returned =
        "r.id, r.due_at, r.occurrence, r.revision, r.created_at, r.shard, r.generation, r.attempt, r.owner, r.user_id, r.conversation_id, " +
        "r.tenant_id, r.labels, r.content, r.trace_parent, r.last_error, r.visible_at";

    /// <summary>
    /// Inserts cancelled reminders into the history. They come from a relation "gone" with the columns <see cref="Returned"/> and "at". The
    /// node is $1.
    /// </summary>
    public const string Cancelled =
        $"""
        {Into}
        select id, at, due_at, greatest(0, at - due_at), occurrence, revision + 1, created_at, 6, shard, generation, attempt, true,
               $1, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent, null, last_error
        from gone
        """;
}
