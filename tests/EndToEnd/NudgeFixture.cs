using Grpc.Net.Client;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>A whole Nudge and somebody in front of the Playground, for the tests of one class.</summary>
public sealed class NudgeFixture : IAsyncLifetime
{
    private readonly bool _hasNodeJs = NodeJs.IsInstalled();
    private readonly string _data = Directory.CreateTempSubdirectory("nudge-end-to-end-").FullName;
    private PlaygroundProcess? _process;
    private GrpcChannel? _channel;

    internal AppHostProcess Host { get; private set; } = null!;

    internal Playground Playground { get; private set; } = null!;

    internal ReminderScheduler.ReminderSchedulerClient Scheduler { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!_hasNodeJs)
            return;

        Host = AppHostProcess.Start("--data", _data);
        await Host.UntilUpAsync();
        _process = PlaygroundProcess.Start(Host.BotMessages);
        Playground = await Playground.OpenAsync(_process.Address);
        _channel = GrpcChannel.ForAddress(Host.Scheduler);
        Scheduler = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    /// <summary>Skips the test where Node.js is missing; in CI that is a failure.</summary>
    public void RequireNodeJs() => Requirement.Need(_hasNodeJs, "Node.js (node and npm), on which the Microsoft 365 Agents Playground runs");

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (Playground is not null)
            await Playground.DisposeAsync();
        _process?.Dispose();
        if (Host is not null)
            await Host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
