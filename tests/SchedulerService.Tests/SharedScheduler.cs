namespace Nudge.SchedulerService.Tests;

/// <summary>One scheduler for all tests of a class whose reminders never come due. Its callback never runs.</summary>
public sealed class SharedScheduler : IAsyncLifetime
{
    private SchedulerHost? _host;

    internal SchedulerHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await SchedulerHost.StartAsync();

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
