using Microsoft.Extensions.Logging;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Keeps the host from logging a failed start with two stack traces. Until the service has started,
/// <see cref="RunExtensions.RunOrExplainAsync"/> reports the exception instead.
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
