using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Changes or ends many reminders. The commits are small, so that no other request waits long for one. scheduler.proto documents the errors.
/// </summary>
internal sealed class BulkEditor(IReminderStore store, WakeUps wakeUps, AuditLog audit)
{
    private const int PerCommit = 500;

    public async Task<CancelMatchingResponse> CancelMatchingAsync(ReminderFilter? filter, Edit edit, CancellationToken cancellationToken)
    {
        var query = ListQuery.OfCancel(filter, edit.Owner, PerCommit);
        var cancelled = await RepeatAsync(() => store.CancelMatchingAsync(query, edit), edit, cancellationToken);
        return new CancelMatchingResponse { Cancelled = cancelled };
    }

    public async Task<ResumeRecipientResponse> ResumeRecipientAsync(Recipient? recipient, Edit edit, CancellationToken cancellationToken)
    {
        var violations = new FieldViolations();
        ReminderValidator.CheckRecipient(recipient, "recipient", violations);
        violations.ThrowIfAny();

        var resumed = await RepeatAsync(
            async () =>
            {
                var resumption = await store.ResumeRecipientAsync(recipient!, edit, PerCommit);
                foreach (var (shard, visibleAt) in resumption.VisibleAt)
                    await wakeUps.ExpectAsync(shard, visibleAt);
                return resumption.Count;
            },
            edit,
            cancellationToken);
        return new ResumeRecipientResponse { Resumed = resumed };
    }

    public async Task<ForgetRecipientResponse> ForgetRecipientAsync(Recipient? recipient, Edit edit, CancellationToken cancellationToken)
    {
        var violations = new FieldViolations();
        violations.Require(recipient is { UserId.Length: > 0 }, "recipient.user_id", "is required");
        violations.Require(
            recipient is not { ConversationId.Length: > 0 }, "recipient.conversation_id", "is not allowed: a user is forgotten in every conversation");
        ReminderValidator.CheckRecipientLimits(recipient, "recipient", violations);
        violations.ThrowIfAny();

        var forgotten = await RepeatAsync(() => store.ForgetRecipientAsync(recipient!, edit, PerCommit), edit, cancellationToken);
        return new ForgetRecipientResponse { Forgotten = forgotten };
    }

    /// <summary>Repeats a commit until it changes fewer reminders than it may. Returns how many were changed in total.</summary>
    private async Task<long> RepeatAsync(Func<Task<int>> commit, Edit edit, CancellationToken cancellationToken)
    {
        var total = 0L;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = await commit();
                total += count;
                if (count < PerCommit)
                    return total;
            }
        }
        finally
        {
            audit.Changed(edit, total);
        }
    }
}
