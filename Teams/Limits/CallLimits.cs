namespace Nudge.Teams;

/// <summary>
/// Teams' limits, from Microsoft's page "Optimize your bot with rate limiting in Teams": a count of calls in any window, in milliseconds.
/// </summary>
internal static class CallLimits
{
    /// <summary>
    /// Milliseconds by which each window is extended. Calls are counted when they are let through, and reach Teams with jitter.
    /// </summary>
    private const int Unevenness = 50;

    /// <summary>All calls of an app to one tenant.</summary>
    public static readonly IReadOnlyList<(int Count, int Window)> Tenant = [(50, 1_000 + Unevenness)];

    /// <summary>Messages of a bot to one conversation, the longest window last.</summary>
    public static readonly IReadOnlyList<(int Count, int Window)> Conversation =
        [(7, 1_000 + Unevenness), (8, 2_000 + Unevenness), (60, 30_000 + Unevenness), (1_800, 3_600_000 + Unevenness)];
}
