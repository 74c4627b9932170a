using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// What any node may do with reminders. A method that writes returns when the write is durable; concurrent writes share a commit.
/// Every method throws <see cref="StoreUnavailableException"/> when the store cannot be used, and then nothing was written.
/// </summary>
internal interface IReminderStore
{
    /// <summary>Keeps a reminder. With a request that was used before it keeps nothing, and answers with what that request made.</summary>
    Task<Creation> CreateAsync(StoredReminder reminder, RequestKey? request);

    /// <summary>What a request made, if it was used before.</summary>
    ValueTask<Creation.Repeated?> FindRequestAsync(RequestKey request, CancellationToken cancellationToken);

    /// <summary>The reminder, live or settled; null when there is none.</summary>
    ValueTask<StoredReminder?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Live and settled reminders in the order of their ids, each once.</summary>
    ValueTask<IReadOnlyList<StoredReminder>> ListAsync(ReminderQuery query, CancellationToken cancellationToken);

    /// <summary>Ends a live reminder; null when it is not live.</summary>
    Task<Cancellation?> CancelAsync(Guid id);

    /// <summary>Makes a live reminder due now, as a new generation; null when it is not live.</summary>
    Task<StoredReminder?> DeliverNowAsync(Guid id);

    /// <summary>Forgets what was settled, and what was requested, before the given instants.</summary>
    /// <returns>How many rows are gone; fewer than <paramref name="limit"/> when none is left.</returns>
    Task<int> ForgetAsync(Retirement before, int limit);
}
