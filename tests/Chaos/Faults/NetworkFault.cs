using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>A scheduler runs in a network namespace of its own, and is cut off for a time.</summary>
internal abstract class NetworkFault : Fault, IAsyncDisposable
{
    private const int Scheduler = 3;
    private const double Seconds = 12;

    private NetworkNamespace? _network;

    public override Task<string?> LacksAsync(Deployment deployment) => NetworkNamespace.RefusalAsync();

    public override async Task PrepareAsync(Deployment deployment)
    {
        var node = deployment.SchedulerNodes[Scheduler];
        await node.KillAsync();
        _network = await NetworkNamespace.CreateAsync(deployment, deployment.SchedulerPorts[Scheduler]);
        await node.RestartAsync(_network.Prefix);
    }

    public override async Task InflictAsync(FaultRun run)
    {
        await CutAsync(_network!);
        await FaultRun.LastAsync(Seconds);
        await _network!.MendAsync();
    }

    public override async Task RestoreAsync(Deployment deployment)
    {
        var node = deployment.SchedulerNodes[Scheduler];
        await node.KillAsync();
        await DisposeAsync();
        await node.RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_network is not null)
            await _network.DisposeAsync();
        _network = null;
    }

    protected abstract Task CutAsync(NetworkNamespace network);
}
