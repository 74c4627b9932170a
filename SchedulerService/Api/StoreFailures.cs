using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Api;

/// <summary>Logs that the store is unavailable, at most once in a second. Thousands of calls fail at once, and a line for each would cost more than the calls.</summary>
internal sealed class StoreFailures(TimeProvider clock, ILogger<StoreFailures> log)
{
    private readonly Lock _use = new();
    private long? _loggedAt;
    private int _unlogged;

    public void Add(StoreUnavailableException failure, string method)
    {
        int others;
        lock (_use)
        {
            if (_loggedAt is { } last && clock.GetElapsedTime(last) < TimeSpan.FromSeconds(1))
            {
                _unlogged++;
                return;
            }

            _loggedAt = clock.GetTimestamp();
            (others, _unlogged) = (_unlogged, 0);
        }

        log.StoreUnavailable(failure, method, others);
    }
}
