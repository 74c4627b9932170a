using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Writes outcomes.</summary>
internal readonly struct SettlementWriter(PreparedStatements statements, NodeName node)
{
    public Settled[] Write(IReadOnlyList<Settlement> settlements)
    {
        var settled = new Settled[settlements.Count];
        for (var i = 0; i < settled.Length; i++)
        {
            if (settlements[i] is not Settlement.Unreachable)
                settled[i] = Write(settlements[i]) ? Settled.Written : Settled.Stale;
        }

        // Last: pausing a recipient's reminders changes their revision, which would make other outcomes of this commit stale.
        for (var i = 0; i < settled.Length; i++)
        {
            if (settlements[i] is Settlement.Unreachable unreachable)
                settled[i] = Pause(unreachable) ? Settled.Written : Settled.Stale;
        }

        for (var i = 0; i < settled.Length; i++)
        {
            if (settlements[i] is Settlement.Unreachable unreachable && settled[i] == Settled.Written)
                PauseNeighbours(unreachable);
        }

        return settled;
    }

    private bool Write(Settlement settlement) => settlement switch
    {
        Settlement.Ended ended => End(ended),
        Settlement.Again again => Again(again),
        Settlement.Skipped skipped => Advance(skipped.Reminder.Key, skipped.Next, skipped.At, error: null),
        _ => throw new InvalidOperationException($"unknown settlement {settlement.GetType().Name}"),
    };

    private bool End(Settlement.Ended ended)
    {
        var key = ended.Reminder.Key;
        var history = new HistoryWriter(statements, node);
        var matched = ended.Next is { } next ? Advance(key, next, ended.At, ended.Error) : IsUnchanged(key);
        if (matched && ended.Next is null)
            history.End(key.Id, ended.State, ended.At, ended.Attempt, ended.Error, ended.MessageId);
        else
            history.Record(ended);

        if (matched && ended.Notice is { } notice)
            new ReminderTable(statements).Insert(notice, ReminderRow.Content(notice.Content), ReminderRow.Labels(notice.Content), ended.At);
        return matched;
    }

    private bool IsUnchanged(DeliveryKey key) =>
        statements.Scalar(
            "select 1 from reminder where id = @1 and occurrence = @2 and revision = @3",
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision) is not null;

    private bool Advance(DeliveryKey key, NextOccurrence next, Instant at, string? error) =>
        statements.Execute(
            """
            update reminder
            set due_at = @4, visible_at = max(@4, @5), wall = @6, occurrence = @7, attempt = 0, broken_streams = 0, tried = 0, last_error = @8,
                updated_at = @5, revision = revision + 1
            where id = @1 and occurrence = @2 and revision = @3
            """,
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision, next.DueAt, at, next.Wall, next.Occurrence, error) == 1;

    private bool Again(Settlement.Again again)
    {
        var key = again.Reminder.Key;
        return statements.Execute(
            """
            update reminder
            set visible_at = max(@4, @5), attempt = @6, broken_streams = @7, tried = 1, last_error = @8, updated_at = @5,
                revision = revision + 1
            where id = @1 and occurrence = @2 and revision = @3
            """,
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision, again.VisibleAt, again.At, again.Attempt, again.BrokenStreams, again.Error) == 1;
    }

    private bool Pause(Settlement.Unreachable unreachable)
    {
        var key = unreachable.Reminder.Key;
        return statements.Execute(
            """
            update reminder
            set visible_at = null, pause_causes = pause_causes | @4, attempt = @5, last_error = @6, updated_at = @7, revision = revision + 1
            where id = @1 and occurrence = @2 and revision = @3
            """,
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision, (int)PauseCauses.Recipient, unreachable.Attempt, unreachable.Error, unreachable.At) == 1;
    }

    private void PauseNeighbours(Settlement.Unreachable unreachable)
    {
        const string Update =
            """
            update reminder
            set visible_at = null, pause_causes = pause_causes | @2, last_error = @3, updated_at = @4, revision = revision + 1
            where pause_causes & @2 = 0 and
            """;
        var recipient = unreachable.Reminder.Content.Recipient;
        if (ReminderRow.Text(recipient.ConversationId) is { } conversation)
            statements.Execute($"{Update} conversation_id = @1", conversation, (int)PauseCauses.Recipient, unreachable.Error, unreachable.At);
        else
            statements.Execute($"{Update} user_id = @1 and conversation_id is null", recipient.UserId, (int)PauseCauses.Recipient, unreachable.Error, unreachable.At);
    }
}
