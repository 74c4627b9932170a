namespace Nudge.BotService.Channel;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Teams does not accept this bot (401). Check its registration and the AzureAd section of the configuration; until then nothing can be sent")]
    public static partial void NotAuthorized(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Teams no longer knows conversation {ConversationId}: it is forgotten")]
    public static partial void ConversationGone(this ILogger logger, string conversationId);
}
