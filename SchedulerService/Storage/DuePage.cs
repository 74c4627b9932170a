namespace Nudge.SchedulerService.Storage;

/// <summary>
/// One page of a scan of a shard. Either more may be due after its last reminder, or <paramref name="NextVisibleAt"/> says when something will
/// be (null: nothing is waiting).
/// </summary>
internal sealed record DuePage(IReadOnlyList<DueReminder> Reminders, bool More, long? NextVisibleAt);
