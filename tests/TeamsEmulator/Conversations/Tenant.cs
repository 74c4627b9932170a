using Nudge.TeamsEmulator.Limits;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>An organization. Everything that an app asks of it counts against one limit.</summary>
public sealed class Tenant(string id)
{
    private readonly Lock _lock = new();
    private readonly SlidingLog _calls = new(TeamsLimits.Tenant);

    public string Id => id;

    /// <summary>Lets a call through, or says how long it has to wait.</summary>
    /// <param name="conversation">The calls of the same kind to the same conversation; null where it is about none.</param>
    /// <param name="now">The present.</param>
    /// <returns>Zero: it went through, and counts.</returns>
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
