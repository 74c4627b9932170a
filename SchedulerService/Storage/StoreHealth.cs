using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nudge.SchedulerService.Storage;

/// <summary>Healthy while the store answers.</summary>
internal sealed class StoreHealth(IReminderStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.GetAsync(Guid.Empty, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
