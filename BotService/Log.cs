namespace Nudge.BotService;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Installed in conversation {ConversationId}")]
    public static partial void Installed(this ILogger logger, string conversationId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Uninstalled from conversation {ConversationId}: it is forgotten")]
    public static partial void Uninstalled(this ILogger logger, string conversationId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Something that the bot needs did not answer while it started")]
    public static partial void NotWarm(this ILogger logger, Exception failure);
}
