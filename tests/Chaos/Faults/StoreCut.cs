using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>A scheduler is cut off from the store, but not from the bots and the clients.</summary>
internal sealed class StoreCut : NetworkFault
{
    public override string Name => "store-cut";

    public override string What => "a scheduler is cut off from the store only, for 12 s";

    protected override Task CutAsync(NetworkNamespace network) => network.CutStoreAsync();
}
