using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nudge.ServiceDefaults;

/// <summary>
/// The lifetime of a service that was started by another process, which holds the other end of its standard input: it ends when that is
/// closed, or when the parent is gone, however it went. An interrupt in the terminal reaches every process at once and is left to the
/// parent, which stops what it started in an order.
/// </summary>
internal sealed partial class ParentLifetime(IHostApplicationLifetime application, ILogger<ParentLifetime> log) : IHostLifetime, IDisposable
{
    /// <summary>Set to true by a parent that keeps the service's standard input open for as long as it lives.</summary>
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

        // A read of standard input cannot be cancelled, so it has a thread that the process does not wait for.
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
