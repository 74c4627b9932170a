using Nudge.ServiceDefaults;

namespace Nudge.BotService.Channel;

/// <summary>Ends the start of a bot that would take anybody's word for being Teams, except on a developer's machine.</summary>
internal sealed class DevelopmentOnly(IHostEnvironment environment, string why) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        environment.IsDevelopment() ? Task.CompletedTask : throw new CannotStartException($"{why}. The environment is {environment.EnvironmentName}.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
