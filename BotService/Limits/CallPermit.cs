namespace Nudge.BotService.Limits;

/// <summary>Whether a call may be made, and when.</summary>
/// <param name="Wait">From now on: until the call is to be made, or, where it is not let through, until it is worth asking again.</param>
/// <param name="IsOfTenant">Whether it is for the tenant's sake, and so for all of its conversations; else it is for the conversation's, or there is no wait.</param>
internal sealed record CallPermit(TimeSpan Wait, bool IsOfTenant)
{
    /// <summary>How far ahead a call is let through. Places further ahead would keep others waiting that have room now.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    public bool IsGranted => Wait <= Longest;
}
