namespace Nudge.BotService.Channel;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Error, "Teams refuses the bot (401), so the bot cannot send. Check its registration and the AzureAd section of the configuration")]
    public static partial void NotAuthorized(this ILogger logger);

    [LoggerMessage(1101, LogLevel.Information, "Conversation no longer exists in Teams; forgetting it: {ConversationId}")]
    public static partial void ConversationGone(this ILogger logger, string conversationId);
}
