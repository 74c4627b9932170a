using System.Diagnostics.Metrics;

namespace Nudge.SchedulerService.Shards;

/// <summary>Measures how many shards this node delivers.</summary>
internal sealed class ShardMetrics(ShardOwner owner, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(Telemetry.Name).CreateObservableGauge("nudge.shard.owned", () => owner.Owned.Count, "{shard}", "Shards that this node delivers");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
