namespace Nudge.BotService.Channel;

/// <summary>Teams answered 429: nothing was sent.</summary>
/// <param name="retryAfter">How long to wait.</param>
internal sealed class ThrottledException(TimeSpan retryAfter) : Exception("Teams answered 429: too many requests")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
