using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nudge.SchedulerService.Storage;

/// <summary>Reports healthy while the store answers.</summary>
internal sealed class StoreHealth(IReminderStore store) : IHealthCheck
{
    /// <summary>The time that a health check waits for the store: 2 s.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.GetAsync(Guid.Empty, owner: null, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message, failure);
        }
    }
}
