namespace Nudge.BotService.Channel;

/// <summary>Teams answered 429: nothing was sent.</summary>
/// <param name="retryAfter">How long Teams asks to wait; null where it did not say.</param>
internal sealed class ThrottledException(TimeSpan? retryAfter) : Exception("Teams answered 429: too many requests")
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
