using System.Collections.Concurrent;

namespace Nudge.SchedulerService.Access;

/// <summary>
/// Tells refused callers when to try again: one after the other, at the rate of their owner. Callers who all came back at the same time would be
/// refused again, but for a few of them, and would slow down the other owners.
/// </summary>
internal sealed class RetryTurns(TimeProvider clock)
{
    /// <summary>The longest wait. The turns then start again with the shortest one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, TimeSpan> _last = new();
    private readonly long _started = clock.GetTimestamp();

    /// <summary>Takes the next turn of an owner.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="rate">The registrations of the owner in a second.</param>
    /// <returns>The time until that turn.</returns>
    public TimeSpan Take(string owner, int rate)
    {
        var now = clock.GetElapsedTime(_started);
        var interval = TimeSpan.FromSeconds(1) / rate;
        return _last.AddOrUpdate(owner, _ => now + interval, (_, last) => After(last)) - now;

        TimeSpan After(TimeSpan last)
        {
            var next = (last > now ? last : now) + interval;
            return next - now <= Longest ? next : now + interval;
        }
    }
}
