using Microsoft.Extensions.Hosting;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Ends the service when the process that started it is gone, however it went: the parent holds the other end of standard input.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime) : IHostedService
{
    /// <summary>Set to true by a parent that keeps the service's standard input open for as long as it lives.</summary>
    public const string ConfigurationKey = "EndWithStandardInput";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A read of standard input cannot be cancelled, so it has a thread that the process does not wait for.
        new Thread(Watch) { IsBackground = true, Name = nameof(ParentWatch) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
