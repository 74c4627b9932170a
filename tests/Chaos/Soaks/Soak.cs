using Nudge.Chaos.Faults;

namespace Nudge.Chaos.Soaks;

/// <summary>No fault for a long time. The memory, the handles and the threads of each service stay flat.</summary>
internal sealed class Soak : Fault
{
    private const int Samples = 30;

    public override string Name => "soak";

    public override string What => "no fault";

    public override async Task InflictAsync(FaultRun run)
    {
        var nodes = run.Deployment.SchedulerNodes.Concat(run.Deployment.BotNodes).ToList();
        var usages = nodes.ToDictionary(node => node.Name, _ => new List<Usage>());
        for (var i = 0; i < Samples; i++)
        {
            await Task.Delay(run.Soak / Samples);
            foreach (var node in nodes)
            {
                usages[node.Name].Add(Usage.Of(node));
                Report.Tell(node.Name, usages[node.Name][^1].ToString());
            }
        }

        var growths = usages.Select(usage => (Node: usage.Key, Growth: Trend.Growth(usage.Value))).Where(usage => usage.Growth is not null).ToList();
        if (growths.Count > 0)
            throw new InvalidOperationException(string.Join("; ", growths.Select(usage => $"{usage.Node} grew {usage.Growth}")));
    }
}
