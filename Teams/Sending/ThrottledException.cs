namespace Nudge.Teams;

/// <summary>Teams answered 429. Nothing was sent.</summary>
/// <param name="retryAfter">How long to wait before the next call.</param>
internal sealed class ThrottledException(TimeSpan retryAfter) : Exception("Teams answered 429: too many requests")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
