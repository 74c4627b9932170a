namespace Nudge.BotService.Limits;

/// <summary>
/// What Teams allows, from Microsoft's page "Optimize your bot with rate limiting in Teams": so many calls in any stretch of so many milliseconds.
/// </summary>
internal static class CallLimits
{
    /// <summary>
    /// Calls are counted when they are let through and arrive a little later, not all equally much: by this much longer is each stretch taken to be.
    /// Milliseconds.
    /// </summary>
    private const int Unevenness = 50;

    /// <summary>Everything that an app asks of one tenant.</summary>
    public static readonly IReadOnlyList<(int Count, int Window)> Tenant = [(50, 1_000 + Unevenness)];

    /// <summary>What a bot sends to one conversation, the longest stretch last.</summary>
    public static readonly IReadOnlyList<(int Count, int Window)> Conversation =
        [(7, 1_000 + Unevenness), (8, 2_000 + Unevenness), (60, 30_000 + Unevenness), (1_800, 3_600_000 + Unevenness)];
}
