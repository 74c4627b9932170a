using Grpc.Net.Client;
using Nudge.EndToEnd.Teams;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.EndToEnd.Host;

/// <summary>A complete Nudge with the Playground, for the tests of one class.</summary>
public abstract class NudgeFixture : IAsyncLifetime
{
    private GrpcChannel? _channel;

    public NudgeApp App { get; private set; } = null!;

    internal Playground Playground { get; private set; } = null!;

    internal ReminderScheduler.ReminderSchedulerClient Scheduler { get; private set; } = null!;

    /// <summary>Gets the program that the machine lacks for these tests; null when it lacks none.</summary>
    protected virtual string? Lacks => Programs.Missing("node", "npm") ? "Node.js (node and npm), which runs the Microsoft 365 Agents Playground" : null;

    public async ValueTask InitializeAsync()
    {
        if (Lacks is not null)
            return;

        App = await StartAsync();
        await App.UntilHealthyAsync("playground");
        Playground = await Playground.OpenAsync(App.Playground);
        _channel = GrpcChannel.ForAddress(App.Scheduler);
        Scheduler = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    /// <summary>Skips the test when the machine lacks a program. In CI, the test fails instead.</summary>
    public void RequireMachine() => Requirement.Need(Lacks is null, Lacks ?? "");

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _channel?.Dispose();
        if (Playground is not null)
            await Playground.DisposeAsync();
        if (App is not null)
            await App.DisposeAsync();
    }

    protected abstract Task<NudgeApp> StartAsync();
}
