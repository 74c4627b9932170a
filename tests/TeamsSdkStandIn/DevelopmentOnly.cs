using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Teams.Apps;

/// <summary>Ends the start outside of the Development environment, where a bot must check its callers.</summary>
internal sealed class DevelopmentOnly(IHostEnvironment environment) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => environment.IsDevelopment()
        ? Task.CompletedTask
        : throw new OptionsValidationException(
            "Teams", typeof(TeamsBotApplication), [$"this build has a stand-in for the Teams SDK, which checks no caller, so it runs in the Development environment only. The environment is {environment.EnvironmentName}."]);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
