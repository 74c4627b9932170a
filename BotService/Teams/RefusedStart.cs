using Nudge.ServiceDefaults;

namespace Nudge.BotService.Teams;

/// <summary>Ends the start of a bot that must not run with its configuration.</summary>
internal sealed class RefusedStart(string reason) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => throw new CannotStartException(reason);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
