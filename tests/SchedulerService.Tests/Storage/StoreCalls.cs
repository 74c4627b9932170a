using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Calls a store for the reminders of every owner. OwnerConformance tests the calls for one owner.</summary>
internal static class StoreCalls
{
    public static ValueTask<StoredReminder?> GetAsync(this IReminderStore store, Guid id, CancellationToken cancellationToken) => store.GetAsync(id, owner: null, cancellationToken);

    public static Task<Change?> ChangeAsync(this IReminderStore store, Guid id, Func<StoredReminder, Instant, StoredReminder?> change) => store.ChangeAsync(id, owner: null, change);

    public static Task<StoredReminder?> CancelAsync(this IReminderStore store, Guid id) => store.CancelAsync(id, owner: null);

    public static Task<StoredReminder?> RetryAsync(this IReminderStore store, Guid id) => store.RetryAsync(id, owner: null);

    public static Task<Resumption> ResumeRecipientAsync(this IReminderStore store, Recipient recipient, int limit) => store.ResumeRecipientAsync(recipient, owner: null, limit);

    public static Task<int> ForgetRecipientAsync(this IReminderStore store, Recipient recipient, int limit) => store.ForgetRecipientAsync(recipient, owner: null, limit);
}
