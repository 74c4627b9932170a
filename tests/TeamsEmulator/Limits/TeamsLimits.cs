namespace Nudge.TeamsEmulator.Limits;

/// <summary>
/// Teams' limits for a bot, from Microsoft's page "Optimize your bot with rate limiting in Teams". Refused calls do not count, because the page does
/// not say otherwise.
/// </summary>
public static class TeamsLimits
{
    /// <summary>All calls of an app to one tenant.</summary>
    public static readonly IReadOnlyList<Limit> Tenant = [new(50, TimeSpan.FromSeconds(1))];

    /// <summary>Messages that a bot sends or changes in one conversation.</summary>
    public static readonly IReadOnlyList<Limit> Sending =
    [
        new(7, TimeSpan.FromSeconds(1)), new(8, TimeSpan.FromSeconds(2)), new(60, TimeSpan.FromSeconds(30)), new(1_800, TimeSpan.FromHours(1)),
    ];

    /// <summary>Reads of a bot about one conversation.</summary>
    public static readonly IReadOnlyList<Limit> Reading =
    [
        new(14, TimeSpan.FromSeconds(1)), new(16, TimeSpan.FromSeconds(2)), new(120, TimeSpan.FromSeconds(30)), new(3_600, TimeSpan.FromHours(1)),
    ];
}
