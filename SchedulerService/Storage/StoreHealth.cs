using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nudge.SchedulerService.Storage;

/// <summary>Healthy while the store answers.</summary>
internal sealed class StoreHealth(IReminderStore store) : IHealthCheck
{
    /// <summary>How long a probe waits for the store.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.GetAsync(Guid.Empty, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message, failure);
        }
    }
}
