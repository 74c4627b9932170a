namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The SQL that writes rows of the history.</summary>
internal static class HistoryInsert
{
    public const string Into =
        $"""
        insert into history (reminder_id, {StoredRow.KeptColumns}, settled_at, lateness, revision, state, generation, attempt, ended, node,
                             labels, content, message_id, last_error)
        """;

    /// <summary>The columns of a live reminder r that a statement returns when it deletes the reminder.</summary>
    public static readonly string Returned =
        $"r.id, {StoredRow.KeptOf("r")}, r.revision, r.generation, r.attempt, r.labels, r.content, r.last_error, r.visible_at, r.pause_causes";

    /// <summary>
    /// Inserts cancelled reminders into the history. They come from a relation "deleted" with the columns <see cref="Returned"/> and "at". The
    /// node is $1.
    /// </summary>
    public const string Cancelled =
        $"""
        {Into}
        select id, {StoredRow.KeptColumns}, at, greatest(0, at - due_at), revision + 1, 6, generation, attempt, true, $1,
               labels, content, null, last_error
        from deleted
        """;
}
