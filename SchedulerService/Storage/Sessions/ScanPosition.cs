namespace Nudge.SchedulerService.Storage;

/// <summary>A position in a shard's index (visible_at, id). A scan reads the reminders after it.</summary>
internal readonly record struct ScanPosition(Instant VisibleAt, Guid Id)
{
    public static ScanPosition Start => new(Instant.Earliest, Guid.Empty);

    /// <summary>Returns the position before every reminder that becomes visible at an instant.</summary>
    public static ScanPosition Before(Instant visibleAt) => new(visibleAt, Guid.Empty);
}
