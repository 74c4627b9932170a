using Grpc.Core;

namespace Nudge.BotService.Commands;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Warning, "Command failed: {Status}")]
    public static partial void SchedulerFailed(this ILogger logger, Exception exception, StatusCode status);
}
