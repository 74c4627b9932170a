using Microsoft.Extensions.Logging;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Keeps the host from logging a failed start with two stack traces: until the service has started, the exception itself is
/// the report, and <see cref="RunExtensions.RunOrExplainAsync"/> prints it.
/// </summary>
internal sealed class StartupErrors
{
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _started;

    public void Started() => _started = true;

    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var category in Categories)
            logging.AddFilter(category, level => _started && level >= LogLevel.Warning);
    }
}
