namespace Nudge.SchedulerService.Storage;

/// <summary>
/// One page of a scan of a shard. When <paramref name="More"/> is true, more reminders may be due after the last one. Otherwise
/// <paramref name="NextVisibleAt"/> is the next instant at which a reminder becomes visible; null when none waits.
/// </summary>
internal sealed record DuePage(IReadOnlyList<DueReminder> Reminders, bool More, Instant? NextVisibleAt);
