namespace Nudge.AppHost;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Resource} cannot start and is not restarted: {Reason}")]
    public static partial void CannotStart(this ILogger log, string resource, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Resource} crashed with exit code {ExitCode}; restarting in {Wait}")]
    public static partial void Restarting(this ILogger log, string resource, int exitCode, TimeSpan wait);

    [LoggerMessage(3, LogLevel.Error, "{Resource} crashed {Count} times in a minute and is not restarted. Exit code {ExitCode}, last line: {Line}")]
    public static partial void GaveUp(this ILogger log, string resource, int count, int exitCode, string line);

    [LoggerMessage(4, LogLevel.Warning, "{Resource} did not restart: {Reason}")]
    public static partial void NotRestarted(this ILogger log, string resource, string? reason);

    [LoggerMessage(10, LogLevel.Information, "Installing the Playground with npm, which takes up to a minute")]
    public static partial void InstallingPlayground(this ILogger log);

    [LoggerMessage(11, LogLevel.Information, "Installed the Playground: {Output}")]
    public static partial void InstalledPlayground(this ILogger log, string output);
}
