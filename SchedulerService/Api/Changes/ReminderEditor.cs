using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Changes or ends single reminders. A reminder of another owner than that of the edit counts as absent. scheduler.proto documents the errors.
/// </summary>
internal sealed class ReminderEditor(IReminderStore store, ReminderValidator validator, Calendar calendar, FirstOccurrence firstOccurrence, WakeUps wakeUps, AuditLog audit, TimeProvider clock)
{
    public async Task<Reminder> UpdateAsync(Reminder? stated, Edit edit, CancellationToken cancellationToken)
    {
        if (stated is null)
            throw InvalidFieldsException.Of("reminder", "is required");

        var violations = new FieldViolations();
        var id = FieldViolations.ReadId(stated.Id, "reminder.id", violations);
        violations.Require(stated.Revision > 0, "reminder.revision", "is required: use the revision that was last read");
        violations.ThrowIfAny();

        var present = await FindAsync(id, edit.Owner, cancellationToken);
        var content = Update.Of(stated, present.Content, violations);
        validator.Check(content, violations);
        calendar.Check(content.Schedule, ReminderValidator.ScheduleField, violations);
        violations.ThrowIfAny();

        if (!IsLive(present))
            throw new ReminderSettledException(id, present.State);

        var update = new Update(content, await FirstAsync(content, present, cancellationToken));
        edit = edit with { ChangedFields = Update.Difference(content, present.Content) };
        var change = await store.ChangeAsync(id, edit, (before, _) => before.Revision == stated.Revision ? update.ApplyTo(before) : null);
        return await AnswerAsync(id, edit, change, declined: before => throw new RevisionStaleException(id, before.Revision), cancellationToken);
    }

    public Task<Reminder> PauseAsync(string id, Edit edit, CancellationToken cancellationToken) => ChangeAsync(
        id, edit,
        (before, _) => before.PauseCauses.HasFlag(PauseCauses.User)
            ? null
            : before with { PauseCauses = before.PauseCauses | PauseCauses.User, VisibleAt = null },
        cancellationToken);

    public Task<Reminder> ResumeAsync(string id, Edit edit, CancellationToken cancellationToken) => ChangeAsync(
        id, edit,
        (before, _) => before.PauseCauses.HasFlag(PauseCauses.User)
            ? before with { PauseCauses = before.PauseCauses & ~PauseCauses.User, VisibleAt = before.DueAt }
            : null,
        cancellationToken);

    public Task<Reminder> DeliverNowAsync(string id, Edit edit, CancellationToken cancellationToken) => ChangeAsync(
        id, edit,
        (before, now) => before with
        {
            PauseCauses = before.PauseCauses & ~PauseCauses.Recipient,
            VisibleAt = now,
            Generation = before.Generation + 1,
        },
        cancellationToken);

    public async Task<Reminder> RetryAsync(string id, Edit edit, CancellationToken cancellationToken)
    {
        var key = FieldViolations.ReadId(id);
        if (await store.RetryAsync(key, edit) is not { } retried)
            throw new ReminderNotFailedException(key, (await FindAsync(key, edit.Owner, cancellationToken)).State);

        audit.Changed(edit, retried);
        await ExpectAsync(retried);
        return retried.ToReminder();
    }

    public async Task<CancelResponse> CancelAsync(string id, Edit edit, CancellationToken cancellationToken)
    {
        var key = FieldViolations.ReadId(id);
        if (await store.CancelAsync(key, edit) is { } cancelled)
        {
            audit.Changed(edit, cancelled);
            // Read the clock only now: until the commit, the reminder could still be read and delivered.
            var now = Instant.Ceiling(clock.GetUtcNow());
            return new CancelResponse { Reminder = cancelled.ToReminder(), MayHaveBeenDelivered = cancelled.DueAt <= now || cancelled.VisibleAt <= now };
        }

        var settled = await FindAsync(key, edit.Owner, cancellationToken);
        if (settled.State != ReminderState.Cancelled)
            throw new ReminderSettledException(key, settled.State);
        return new CancelResponse { Reminder = settled.ToReminder(), MayHaveBeenDelivered = settled.DueAt <= settled.SettledAt };
    }

    private static bool IsLive(StoredReminder reminder) => reminder.State is ReminderState.Scheduled or ReminderState.Paused;

    /// <summary>Returns the first occurrence of a new schedule; null if the schedule is unchanged.</summary>
    private async ValueTask<Occurrence?> FirstAsync(Reminder content, StoredReminder present, CancellationToken cancellationToken) =>
        content.Schedule.Equals(present.Content.Schedule)
            ? null
            : await firstOccurrence.FindAsync(content.Schedule, clock.GetUtcNow(), isOfStream: false, cancellationToken);

    private async Task<Reminder> ChangeAsync(string id, Edit edit, Func<StoredReminder, Instant, StoredReminder?> change, CancellationToken cancellationToken)
    {
        var key = FieldViolations.ReadId(id);
        return await AnswerAsync(key, edit, await store.ChangeAsync(key, edit, change), declined: before => before.ToReminder(), cancellationToken);
    }

    private async Task<Reminder> AnswerAsync(Guid id, Edit edit, Change? change, Func<StoredReminder, Reminder> declined, CancellationToken cancellationToken)
    {
        switch (change)
        {
            case null:
                throw new ReminderSettledException(id, (await FindAsync(id, edit.Owner, cancellationToken)).State);
            case { After: { } after }:
                audit.Changed(edit, after);
                await ExpectAsync(after);
                return after.ToReminder();
            default:
                return declined(change.Before);
        }
    }

    private async ValueTask ExpectAsync(StoredReminder reminder)
    {
        if (reminder.VisibleAt is { } visibleAt)
            await wakeUps.ExpectAsync(reminder.Shard, visibleAt);
    }

    private async Task<StoredReminder> FindAsync(Guid id, string? owner, CancellationToken cancellationToken) =>
        await store.GetAsync(id, owner, cancellationToken) ?? throw new ReminderNotFoundException(id);
}
