using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The operations on reminders that any node may use. A method that writes returns when the write is durable. Concurrent writes share
/// commits. An owner of null stands for every owner: a reminder of another owner counts as absent. A change and its audit record
/// are one commit. A limit is at least 1. Every method
/// throws <see cref="StoreUnavailableException"/> when the store cannot be used. Nothing was written then, unless the connection was
/// lost during a commit. Repeating a create with the same request id is safe in both cases.
/// </summary>
internal interface IReminderStore
{
    /// <summary>
    /// Creates a reminder. When an earlier call had the same request id, creates nothing and returns the reminder of that call.
    /// </summary>
    Task<Creation> CreateAsync(StoredReminder reminder, RequestKey? request, Edit edit);

    /// <summary>Returns the reminder that an earlier call with the same request id created; null when there was no such call.</summary>
    ValueTask<Creation.Repeated?> FindRequestAsync(RequestKey request, CancellationToken cancellationToken);

    /// <summary>Returns a live or settled reminder; null when it does not exist.</summary>
    ValueTask<StoredReminder?> GetAsync(Guid id, string? owner, CancellationToken cancellationToken);

    /// <summary>Returns the live and settled reminders that match a query, each once, in the order of their ids.</summary>
    ValueTask<IReadOnlyList<StoredReminder>> ListAsync(ReminderQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Returns live reminders whose schedule follows a wall clock, in the order of their ids: at most <paramref name="limit"/> after
    /// <paramref name="after"/>.
    /// </summary>
    ValueTask<IReadOnlyList<StoredReminder>> ListOnWallClockAsync(Guid after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns reminders that were created, changed or settled at <paramref name="since"/> or later, in their present state. They are in
    /// the order (updated_at, id), at most <paramref name="limit"/> after <paramref name="after"/>. A settled occurrence of a series that
    /// continues is a change of the series.
    /// </summary>
    ValueTask<IReadOnlyList<StoredReminder>> ListChangedAsync(Instant since, Guid after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a live reminder. The store calls <paramref name="change"/> with the present reminder and the time of the write.
    /// <paramref name="change"/> returns the new reminder, or null to change nothing. The store repeats the call after a concurrent change,
    /// so <paramref name="change"/> must have no side effects. The store increments the revision, sets updated_at, and writes visible_at
    /// no earlier than its own clock. It writes the content, labels, due and visible instants, wall time, occurrence, generation, attempt,
    /// broken streams, pause causes and last error.
    /// </summary>
    /// <returns>The reminder before and after the change; null when the reminder is not live.</returns>
    Task<Change?> ChangeAsync(Guid id, Edit edit, Func<StoredReminder, Instant, StoredReminder?> change);

    /// <summary>Ends a live reminder as CANCELLED.</summary>
    /// <returns>The cancelled reminder, with the visible_at that it had before; null when it was not live.</returns>
    Task<StoredReminder?> CancelAsync(Guid id, Edit edit);

    /// <summary>Ends live reminders that match a query as CANCELLED, in the order of their ids, up to the query's limit.</summary>
    /// <returns>The number of cancelled reminders; fewer than the limit when none is left.</returns>
    Task<int> CancelMatchingAsync(ReminderQuery query, Edit edit);

    /// <summary>Makes a FAILED reminder live again. It keeps its due time, is visible now, and has a new generation without attempts.</summary>
    /// <returns>The live reminder; null when no FAILED reminder has that id.</returns>
    Task<StoredReminder?> RetryAsync(Guid id, Edit edit);

    /// <summary>
    /// Removes the pause cause <see cref="PauseCauses.Recipient"/> from the reminders whose recipient equals the given one in every field
    /// that is set. Takes them in the order of their ids, up to <paramref name="limit"/>. Resets their attempts. A reminder without another
    /// pause cause becomes visible at its due time, or now if that has passed.
    /// </summary>
    Task<Resumption> ResumeRecipientAsync(Recipient recipient, Edit edit, int limit);

    /// <summary>
    /// Erases the data of a user (only in the given tenant, if one is set), up to <paramref name="limit"/> reminders, in one commit. Deletes
    /// live and settled reminders, their history, and the request ids that created them.
    /// </summary>
    /// <returns>The number of erased reminders; fewer than <paramref name="limit"/> when none is left.</returns>
    Task<int> ForgetRecipientAsync(Recipient recipient, Edit edit, int limit);

    /// <summary>Returns the audit records that match a query, the latest first.</summary>
    ValueTask<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes settled occurrences, dead letters, request ids and audit records that are older than the given instants. A store that deletes whole days
    /// (in UTC) keeps a settled occurrence until its day is over.
    /// </summary>
    /// <returns>The number of deleted rows of the kind with the most; fewer than <paramref name="limit"/> when none is left.</returns>
    Task<int> ForgetAsync(Retirement before, int limit);

    /// <summary>
    /// Returns, for each shard, the earliest visible_at that is not before the given instant; Instant.Never when no reminder waits. A store
    /// whose own clock is behind that instant searches from an earlier one, so that it finds the rows that it wrote by its own clock.
    /// </summary>
    ValueTask<IReadOnlyDictionary<int, Instant>> NextVisibleAsync(
        IReadOnlyList<(int Shard, Instant Since)> shards, CancellationToken cancellationToken);

    /// <summary>Estimates the number of live reminders in the whole store. The count can occupy a reader for seconds, but delays no writer.</summary>
    /// <returns>The estimate; null when the store has no statistics yet.</returns>
    ValueTask<long?> CountPendingAsync(CancellationToken cancellationToken);

    /// <summary>Counts the live reminders of each owner. A large store takes a sample, and the counts are estimates.</summary>
    /// <returns>The count by owner. Owners without live reminders are missing.</returns>
    ValueTask<IReadOnlyDictionary<string, long>> CountPendingByOwnerAsync(CancellationToken cancellationToken);

    /// <summary>Returns a value that all nodes share; null when it was never set.</summary>
    ValueTask<string?> GetSettingAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sets a value that all nodes share.</summary>
    Task SetSettingAsync(string name, string value);
}
