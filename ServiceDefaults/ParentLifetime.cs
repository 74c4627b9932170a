using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nudge.ServiceDefaults;

/// <summary>
/// The lifetime of a service that a parent process started. The parent holds the other end of the service's standard input. The service stops
/// when the input is closed, so also when the parent crashes. Ctrl+C in a terminal reaches every process at once. The service ignores it,
/// because the parent stops its services in order.
/// </summary>
internal sealed partial class ParentLifetime(IHostApplicationLifetime application, ILogger<ParentLifetime> log) : IHostLifetime, IDisposable
{
    /// <summary>The setting that a parent sets to true when it keeps the service's standard input open until it ends.</summary>
    public const string ConfigurationKey = "EndWithStandardInput";

    private readonly List<IDisposable> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            application.StopApplication();
        }));
        _registrations.Add(application.ApplicationStarted.Register(LogStarted));

        // A read of standard input cannot be cancelled, so it runs on a background thread, which does not keep the process alive.
        new Thread(StopAtEndOfInput) { IsBackground = true, Name = nameof(ParentLifetime) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void StopAtEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        application.StopApplication();
    }

    [LoggerMessage(1, LogLevel.Information, "Application started")]
    private partial void LogStarted();
}
