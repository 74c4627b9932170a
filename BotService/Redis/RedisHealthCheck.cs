using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nudge.BotService.Redis;

/// <summary>Healthy when Redis does what the bot needs of it.</summary>
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
