namespace Nudge.SchedulerService.Storage;

/// <summary>
/// A position in a shard's index (visible_at, id). A scan reads the reminders after it. <paramref name="VisibleAt"/> is in milliseconds since
/// 1970 in UTC.
/// </summary>
internal readonly record struct ScanPosition(long VisibleAt, Guid Id)
{
    public static ScanPosition Start => new(long.MinValue, Guid.Empty);

    /// <summary>Returns the position before every reminder that becomes visible at an instant (milliseconds since 1970 in UTC).</summary>
    public static ScanPosition Before(long visibleAt) => new(visibleAt, Guid.Empty);
}
