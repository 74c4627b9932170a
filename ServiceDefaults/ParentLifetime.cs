using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nudge.ServiceDefaults;

/// <summary>
/// The lifetime of a service that a parent process started. The service stops when the parent ends, so also when the parent crashes. Ctrl+C in a
/// terminal reaches every process at once. The service ignores it, because the parent stops its services in order.
/// </summary>
internal sealed partial class ParentLifetime(IHostApplicationLifetime application, ILogger<ParentLifetime> log) : IHostLifetime, IDisposable
{
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
        ParentWatch.Start(application.StopApplication);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "Application started")]
    private partial void LogStarted();
}
