using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nudge.Client;

/// <summary>Asks the scheduler's gRPC health service.</summary>
internal sealed class SchedulerHealthCheck(Health.HealthClient scheduler) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await scheduler.CheckAsync(new HealthCheckRequest(), cancellationToken: cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus, "the scheduler is not serving");
        }
        catch (RpcException failure)
        {
            return new(context.Registration.FailureStatus, "the scheduler cannot be reached", failure);
        }
    }
}
