using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>A reminder's delivery policy with its defaults filled in.</summary>
internal readonly record struct DeliveryRules(
    int MaxAttempts, TimeSpan InitialBackoff, TimeSpan MaxBackoff, AmbiguousPolicy Ambiguous, TimeSpan? ExpireAfter)
{
    public const int DefaultMaxAttempts = 5;
    public static readonly TimeSpan DefaultInitialBackoff = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DefaultMaxBackoff = TimeSpan.FromMinutes(5);

    /// <summary>Returns the rules of a policy; null means a policy without values.</summary>
    public static DeliveryRules Of(DeliveryPolicy? policy) => new(
        policy is { MaxAttempts: > 0 } ? policy.MaxAttempts : DefaultMaxAttempts,
        policy?.InitialBackoff is { } initial ? Durations.Ceiling(initial) : DefaultInitialBackoff,
        policy?.MaxBackoff is { } max ? Durations.Ceiling(max) : DefaultMaxBackoff,
        policy is { Ambiguous: not AmbiguousPolicy.Unspecified } ? policy.Ambiguous : AmbiguousPolicy.Retry,
        policy?.ExpireAfter is { } expire ? Durations.Ceiling(expire) : null);

    /// <summary>Returns whether an occurrence has been due for longer than <see cref="ExpireAfter"/>.</summary>
    public bool IsExpired(Instant dueAt, Instant now) => ExpireAfter is { } expireAfter && now > dueAt + expireAfter;
}
