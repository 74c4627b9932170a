namespace Nudge.Teams;

/// <summary>Says whether a call may be made, and when.</summary>
/// <param name="Wait">The time from now until the call is to be made. When the call is not granted: the time until the next try.</param>
/// <param name="IsOfTenant">True when the tenant's limit caused the wait, for all of its conversations. False when the conversation's limit did, or none.</param>
internal sealed record CallPermit(TimeSpan Wait, bool IsOfTenant)
{
    /// <summary>How far ahead a call can be reserved. Reservations further ahead would delay calls that have room now.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    public bool IsGranted => Wait <= Longest;
}
