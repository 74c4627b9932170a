namespace Nudge.SchedulerService.Storage;

/// <summary>The longest time between the instant that a row carries and the commit that makes the row readable.</summary>
internal static class CommitDelay
{
    /// <summary>Five seconds. The store cuts off a transaction that takes longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
}
