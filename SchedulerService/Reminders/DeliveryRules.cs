using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>A reminder's delivery policy with its defaults filled in. Durations are in milliseconds.</summary>
internal readonly record struct DeliveryRules(
    int MaxAttempts, long InitialBackoff, long MaxBackoff, AmbiguousPolicy Ambiguous, long? ExpireAfter)
{
    public const int DefaultMaxAttempts = 5;
    public const long DefaultInitialBackoff = 1_000;
    public const long DefaultMaxBackoff = 5 * 60_000;

    /// <summary>Returns the rules of a policy; null means a policy without values.</summary>
    public static DeliveryRules Of(DeliveryPolicy? policy) => new(
        policy is { MaxAttempts: > 0 } ? policy.MaxAttempts : DefaultMaxAttempts,
        policy?.InitialBackoff is { } initial ? Instant.Ceiling(initial) : DefaultInitialBackoff,
        policy?.MaxBackoff is { } max ? Instant.Ceiling(max) : DefaultMaxBackoff,
        policy is { Ambiguous: not AmbiguousPolicy.Unspecified } ? policy.Ambiguous : AmbiguousPolicy.Retry,
        policy?.ExpireAfter is { } expire ? Instant.Ceiling(expire) : null);

    /// <summary>Returns whether an occurrence has been due for longer than <see cref="ExpireAfter"/>.</summary>
    /// <param name="dueAt">The instant at which it was due, in milliseconds since 1970 in UTC.</param>
    /// <param name="now">The present instant, in milliseconds since 1970 in UTC.</param>
    public bool IsExpired(long dueAt, long now) => ExpireAfter is { } expireAfter && now - dueAt > expireAfter;
}
