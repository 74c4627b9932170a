namespace Nudge.Chaos.Checking;

/// <summary>
/// A named cause of duplicates. A message that Teams accepted between the two times may be repeated once: the bot could not record that it was sent,
/// so the outcome was ambiguous, and the policy of the reminder is RETRY.
/// </summary>
/// <param name="Cause">The name of the cause.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The last instant.</param>
internal sealed record Excuse(string Cause, DateTimeOffset From, DateTimeOffset Until)
{
    public bool Covers(DateTimeOffset accepted) => From <= accepted && accepted <= Until;
}
