using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// What any node may do with reminders. A method that writes returns when the write is durable; concurrent writes share a commit.
/// Every method throws <see cref="StoreUnavailableException"/> when the store cannot be used. Then nothing was written, unless a
/// connection was lost in the middle of a commit: a request that is repeated with its request id is safe all the same.
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

    /// <summary>Live reminders that follow a wall clock, in the order of their ids, after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<StoredReminder>> ListOnWallClockAsync(Guid after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Reminders that were made, changed or settled at <paramref name="since"/> or later, as they stand now, in the order
    /// (updated_at, id) after <paramref name="after"/>. Occurrences of a series that goes on are changes of the series.
    /// </summary>
    ValueTask<IReadOnlyList<StoredReminder>> ListChangedAsync(long since, Guid after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a live reminder: <paramref name="change"/> is given the reminder as it stands and the time of the write, and returns it as
    /// it shall be, or null to leave it alone. It may be called more than once, since somebody else may be faster, and has no effect of
    /// its own. The store counts the revision up, sets updated_at, and writes visible_at no earlier than its own now. Written are the
    /// content, labels, due and visible instants, wall time, occurrence, generation, attempt, broken streams, pause causes and last error.
    /// </summary>
    /// <returns>Null when it is not live.</returns>
    Task<Change?> ChangeAsync(Guid id, Func<StoredReminder, long, StoredReminder?> change);

    /// <summary>Ends a live reminder as CANCELLED.</summary>
    /// <returns>The reminder as it was ended, with the visible_at it had; null when it is not live.</returns>
    Task<StoredReminder?> CancelAsync(Guid id);

    /// <summary>Ends live reminders that a query matches as CANCELLED, in the order of their ids, up to its limit, in one commit.</summary>
    /// <returns>How many; fewer than the limit when none is left.</returns>
    Task<int> CancelMatchingAsync(ReminderQuery query);

    /// <summary>Makes a FAILED reminder live again: due as it was, visible now, a new generation without attempts.</summary>
    /// <returns>Null when there is no FAILED reminder of that id.</returns>
    Task<StoredReminder?> RetryAsync(Guid id);

    /// <summary>
    /// Ends the cause <see cref="PauseCauses.Recipient"/> of the reminders whose recipient equals the given one in every field that is set, in
    /// the order of their ids, up to a limit, in one commit. Their attempts start anew, and what has no other cause is visible from its
    /// due time on, or now.
    /// </summary>
    Task<Resumption> ResumeRecipientAsync(Recipient recipient, int limit);

    /// <summary>
    /// Erases what is kept about a user (in the given tenant, if it names one), up to a limit of reminders, in one commit: live and settled
    /// reminders, their history and the requests that made them.
    /// </summary>
    /// <returns>How many reminders; fewer than the limit when none is left.</returns>
    Task<int> ForgetRecipientAsync(Recipient recipient, int limit);

    /// <summary>
    /// Forgets what was settled, and what was requested, before the given instants. A store that forgets whole days (of UTC) at once keeps
    /// what was settled until its day is over.
    /// </summary>
    /// <returns>How many rows are gone; fewer than <paramref name="limit"/> when none is left.</returns>
    Task<int> ForgetAsync(Retirement before, int limit);

    /// <summary>
    /// When each of some shards next needs a look, of what is visible from an instant on; long.MaxValue where nothing is waiting. A store whose
    /// own clock is behind that instant looks further back, for what was written by it.
    /// </summary>
    ValueTask<IReadOnlyDictionary<int, long>> NextVisibleAsync(
        IReadOnlyList<(int Shard, long Since)> shards, CancellationToken cancellationToken);

    /// <summary>Estimates the number of live reminders in the whole store. The count can occupy a reader for seconds, and delays no writer.</summary>
    /// <returns>Null when the store does not know.</returns>
    ValueTask<long?> CountPendingAsync(CancellationToken cancellationToken);

    /// <summary>A value that all nodes share, null when it was never set.</summary>
    ValueTask<string?> GetSettingAsync(string name, CancellationToken cancellationToken);

    Task SetSettingAsync(string name, string value);
}
