using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nudge.BotService.Redis;

/// <summary>Reports whether Redis supports the operations that the bot needs.</summary>
internal sealed class RedisHealthCheck(RedisProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await probe.FindFaultAsync() is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            return HealthCheckResult.Unhealthy("Redis does not answer", failure);
        }
    }
}
