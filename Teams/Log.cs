using Microsoft.Extensions.Logging;

namespace Nudge.Teams;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Error, "Teams refuses the bot (401), so the bot cannot send. Check its registration and the AzureAd section of the configuration")]
    public static partial void NotAuthorized(this ILogger logger);

    [LoggerMessage(1101, LogLevel.Information, "Conversation no longer exists in Teams; forgetting it: {ConversationId}")]
    public static partial void ConversationGone(this ILogger logger, string conversationId);

    [LoggerMessage(1102, LogLevel.Warning, "ResumeRecipient failed; trying again when the recipient is next seen")]
    public static partial void NotResumed(this ILogger logger, Exception exception);

    [LoggerMessage(1103, LogLevel.Warning, "Redis is unavailable")]
    public static partial void RedisUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(1104, LogLevel.Debug, "Warm-up call failed")]
    public static partial void NotWarm(this ILogger logger, Exception failure);

    [LoggerMessage(1105, LogLevel.Warning, "Card not updated: {Outcome}")]
    public static partial void CardNotUpdated(this ILogger logger, string outcome);
}
