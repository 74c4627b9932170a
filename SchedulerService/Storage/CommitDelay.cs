namespace Nudge.SchedulerService.Storage;

/// <summary>How long after the instant that it carries something written can be read at the latest: a transaction that takes longer is cut off.</summary>
internal static class CommitDelay
{
    /// <summary>Milliseconds.</summary>
    public const long Longest = 5_000;
}
