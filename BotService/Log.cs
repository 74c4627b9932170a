namespace Nudge.BotService;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Bot installed in conversation {ConversationId}")]
    public static partial void Installed(this ILogger logger, string conversationId);

    [LoggerMessage(1001, LogLevel.Information, "Bot uninstalled; conversation forgotten: {ConversationId}")]
    public static partial void Uninstalled(this ILogger logger, string conversationId);

    [LoggerMessage(1002, LogLevel.Debug, "Warm-up call failed")]
    public static partial void NotWarm(this ILogger logger, Exception failure);
}
