using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>
/// Calls a store for the reminders of every owner, or of one, without audit records. OwnerConformance tests the calls for one owner, AuditConformance the
/// records.
/// </summary>
internal static class StoreCalls
{
    public static Task<Creation> CreateAsync(this IReminderStore store, StoredReminder reminder, RequestKey? request) => store.CreateAsync(reminder, request, Edit.Unrecorded);

    public static ValueTask<StoredReminder?> GetAsync(this IReminderStore store, Guid id, CancellationToken cancellationToken) => store.GetAsync(id, owner: null, cancellationToken);

    public static Task<Change?> ChangeAsync(this IReminderStore store, Guid id, Func<StoredReminder, Instant, StoredReminder?> change) =>
        store.ChangeAsync(id, Edit.Unrecorded, change);

    public static Task<Change?> ChangeAsync(this IReminderStore store, Guid id, string? owner, Func<StoredReminder, Instant, StoredReminder?> change) =>
        store.ChangeAsync(id, Edit.Unrecorded with { Owner = owner }, change);

    public static Task<StoredReminder?> CancelAsync(this IReminderStore store, Guid id, string? owner = null) => store.CancelAsync(id, Edit.Unrecorded with { Owner = owner });

    public static Task<int> CancelMatchingAsync(this IReminderStore store, ReminderQuery query) => store.CancelMatchingAsync(query, Edit.Unrecorded with { Owner = query.Owner });

    public static Task<StoredReminder?> RetryAsync(this IReminderStore store, Guid id, string? owner = null) => store.RetryAsync(id, Edit.Unrecorded with { Owner = owner });

    public static Task<Resumption> ResumeRecipientAsync(this IReminderStore store, Recipient recipient, int limit) =>
        store.ResumeRecipientAsync(recipient, Edit.Unrecorded, limit);

    public static Task<Resumption> ResumeRecipientAsync(this IReminderStore store, Recipient recipient, string? owner, int limit) =>
        store.ResumeRecipientAsync(recipient, Edit.Unrecorded with { Owner = owner }, limit);

    public static Task<int> ForgetRecipientAsync(this IReminderStore store, Recipient recipient, int limit) =>
        store.ForgetRecipientAsync(recipient, Edit.Unrecorded, limit);

    public static Task<int> ForgetRecipientAsync(this IReminderStore store, Recipient recipient, string? owner, int limit) =>
        store.ForgetRecipientAsync(recipient, Edit.Unrecorded with { Owner = owner }, limit);
}
