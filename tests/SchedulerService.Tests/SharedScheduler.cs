namespace Nudge.SchedulerService.Tests;

/// <summary>One scheduler for the tests of a class that only register what never comes due. Its callback is never there.</summary>
public sealed class SharedScheduler : IAsyncLifetime
{
    private SchedulerHost? _host;

    internal SchedulerHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await SchedulerHost.StartAsync();

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
