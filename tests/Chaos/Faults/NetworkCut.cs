using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>A scheduler is cut off from the store, the bots and the clients.</summary>
internal sealed class NetworkCut : NetworkFault
{
    public override string Name => "network-cut";

    public override string What => "a scheduler is cut off from everything for 12 s";

    protected override async Task CutAsync(NetworkNamespace network)
    {
        await network.CutStoreAsync();
        await network.CutCallsAsync();
    }
}
