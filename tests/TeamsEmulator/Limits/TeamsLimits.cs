namespace Nudge.TeamsEmulator.Limits;

/// <summary>
/// What Teams allows a bot, from Microsoft's page "Optimize your bot with rate limiting in Teams". What is refused counts for nothing: the page
/// does not say otherwise.
/// </summary>
public static class TeamsLimits
{
    /// <summary>Everything that an app asks of one tenant.</summary>
    public static readonly IReadOnlyList<Limit> Tenant = [new(50, TimeSpan.FromSeconds(1))];

    /// <summary>What a bot sends to one conversation, or changes there.</summary>
    public static readonly IReadOnlyList<Limit> Sending =
    [
        new(7, TimeSpan.FromSeconds(1)), new(8, TimeSpan.FromSeconds(2)), new(60, TimeSpan.FromSeconds(30)), new(1_800, TimeSpan.FromHours(1)),
    ];

    /// <summary>What a bot asks about one conversation.</summary>
    public static readonly IReadOnlyList<Limit> Reading =
    [
        new(14, TimeSpan.FromSeconds(1)), new(16, TimeSpan.FromSeconds(2)), new(120, TimeSpan.FromSeconds(30)), new(3_600, TimeSpan.FromHours(1)),
    ];
}
