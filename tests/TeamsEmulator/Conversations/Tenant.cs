using Nudge.TeamsEmulator.Limits;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>An organization. All calls of an app to it count against one limit.</summary>
public sealed class Tenant(string id)
{
    private readonly Lock _lock = new();
    private readonly SlidingLog _calls = new(TeamsLimits.Tenant);

    public string Id => id;

    /// <summary>Lets a call through, or returns how long it must wait.</summary>
    /// <param name="conversation">The calls of the same kind to the same conversation; null when the call concerns none.</param>
    /// <param name="now">The current time.</param>
    /// <returns>Zero when the call went through and was counted; otherwise the wait.</returns>
    public TimeSpan Enter(SlidingLog? conversation, DateTimeOffset now)
    {
        lock (_lock)
        {
            var ofConversation = conversation?.Wait(now) ?? TimeSpan.Zero;
            var ofTenant = _calls.Wait(now);
            var wait = ofConversation > ofTenant ? ofConversation : ofTenant;
            if (wait > TimeSpan.Zero)
                return wait;

            _calls.Add(now);
            conversation?.Add(now);
            return TimeSpan.Zero;
        }
    }
}
