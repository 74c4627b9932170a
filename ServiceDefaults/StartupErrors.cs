namespace Nudge.ServiceDefaults;

/// <summary>
/// Keeps the host from logging a failed start with two stack traces: until the service has started, the exception itself is
/// the report, and <see cref="RunExtensions.RunOrExplainAsync"/> prints it.
/// </summary>
internal sealed class StartupErrors
{
    private volatile bool _started;

    public void Started() => _started = true;

    public bool IsLogged(string? category) =>
        _started || category is not ("Microsoft.Extensions.Hosting.Internal.Host" or "Microsoft.AspNetCore.Server.Kestrel");
}
