using System.Diagnostics.Metrics;
using Nudge.SchedulerService.Pacing;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>Measures the backlog of the lanes of this node, by callback: its depth and its drain time. <c>ListLanes</c> lists each lane.</summary>
internal sealed class LaneMetrics(CallbackTargets callbacks, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "nudge.lane.depth", () => Measure(backlogs => backlogs.Sum(backlog => backlog.Waiting + backlog.Deferred)), "{delivery}", "Deliveries that wait for a slot of their lane");
        meter.CreateObservableGauge(
            "nudge.lane.drain_time", () => Measure(backlogs => backlogs.Select(backlog => backlog.Drained.TotalSeconds).DefaultIfEmpty().Max()), "s", "Until the longest lane is empty");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<T>> Measure<T>(Func<IReadOnlyList<Backlog>, T> measure)
        where T : struct =>
        callbacks.Targets.Where(target => target.Lanes is not null)
            .Select(target => new Measurement<T>(measure(target.Lanes!.Backlogs()), new KeyValuePair<string, object?>("nudge.target", target.Name)));
}
