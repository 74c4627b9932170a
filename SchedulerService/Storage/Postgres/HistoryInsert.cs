namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>How rows of the history, and dead letters, are written.</summary>
internal static class HistoryInsert
{
    public const string Into =
        "insert into history (reminder_id, settled_at, due_at, lateness, occurrence, revision, created_at, state, shard, generation, attempt, ended, " +
        "node, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent, message_id, last_error)";

    /// <summary>The columns of a live reminder that its end keeps, for a statement that deletes it.</summary>
    public const string Returned =
        "r.id, r.due_at, r.occurrence, r.revision, r.created_at, r.shard, r.generation, r.attempt, r.owner, r.user_id, r.conversation_id, " +
        "r.tenant_id, r.labels, r.content, r.trace_parent, r.last_error, r.visible_at";

    /// <summary>What a relation "gone", with <see cref="Returned"/> and "at", leaves in the history when it was cancelled; the node is $1.</summary>
    public const string Cancelled =
        $"""
        {Into}
        select id, at, due_at, greatest(0, at - due_at), occurrence, revision + 1, created_at, 6, shard, generation, attempt, true,
               $1, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent, null, last_error
        from gone
        """;
}
