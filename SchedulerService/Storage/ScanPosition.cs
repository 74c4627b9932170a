namespace Nudge.SchedulerService.Storage;

/// <summary>A place in a shard's index (visible_at, id): a scan reads what lies after it.</summary>
internal readonly record struct ScanPosition(long VisibleAt, Guid Id)
{
    public static ScanPosition Start => new(long.MinValue, Guid.Empty);

    /// <summary>Before everything that is visible at an instant.</summary>
    public static ScanPosition Before(long visibleAt) => new(visibleAt, Guid.Empty);
}
