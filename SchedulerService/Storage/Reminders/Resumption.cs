namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The result of a resume. <paramref name="Count"/> is the number of reminders that lost a pause cause. <paramref name="VisibleAt"/> has, for
/// each shard with a resumed reminder, the earliest instant at which one becomes visible.
/// </summary>
internal sealed record Resumption(int Count, IReadOnlyDictionary<int, Instant> VisibleAt);
