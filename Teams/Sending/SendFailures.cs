using System.Net;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>
/// Maps a failed send to its outcome: by status, then by the code in the body. Teams' bodies are inconsistent, and some have no code.
/// </summary>
internal static class SendFailures
{
    private static readonly TimeSpan ConfigurationRetry = TimeSpan.FromMinutes(1);

    // Codes and texts from Microsoft's documentation of proactive messages.
    private static readonly string[] KnownCodes =
    [
        "ConversationBlockedByUser", "BotDisabledByAdmin", "MessageWritesBlocked", "BotNotInConversationRoster", "ForbiddenOperationException",
        "InvalidBotApiHost", "different region", "ConversationNotFound", "ActivityNotFoundInConversation", "BotNotRegistered", "MessageSizeTooBig",
    ];

    /// <summary>Returns the outcome of a message whose send failed; null when the failure is not one of sending.</summary>
    public static DeliveryOutcome? Classify(Exception failure) => failure switch
    {
        ThrottledException throttled => new DeliveryOutcome.RetryLater(throttled.RetryAfter, "Teams answered 429: too many requests", HoldsLane: true),
        UnsentException => new DeliveryOutcome.RetryLater(null, "the bot could not get a token for Teams: nothing was sent"),
        HttpRequestException { StatusCode: { } status } answered => Classify(status, answered.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
            new DeliveryOutcome.RetryLater(null, "Teams cannot be reached: nothing was sent"),
        HttpRequestException => new DeliveryOutcome.Ambiguous("the connection to Teams broke before it answered"),
        OperationCanceledException => new DeliveryOutcome.Ambiguous("Teams did not answer in time"),
        _ => null,
    };

    private static DeliveryOutcome Classify(HttpStatusCode status, string body)
    {
        var code = Array.Find(KnownCodes, known => body.Contains(known, StringComparison.OrdinalIgnoreCase));
        var reason = $"Teams answered {(int)status}{(code is null ? "" : $" {code}")}";
        return status switch
        {
            HttpStatusCode.Unauthorized => new DeliveryOutcome.RetryLater(ConfigurationRetry, $"{reason}: the bot's registration or credentials are wrong"),
            HttpStatusCode.NotFound => new DeliveryOutcome.RecipientUnreachable($"{reason}: the conversation is gone"),
            // The conversation's next activity brings its current service URL, so the recipient can become reachable again.
            HttpStatusCode.Forbidden when code is "InvalidBotApiHost" or "different region" =>
                new DeliveryOutcome.RecipientUnreachable($"{reason}: the conversation's service URL is out of date"),
            HttpStatusCode.Forbidden => new DeliveryOutcome.RecipientUnreachable($"{reason}: the bot may not write to this conversation"),
            HttpStatusCode.RequestTimeout or HttpStatusCode.PreconditionFailed or >= HttpStatusCode.InternalServerError =>
                new DeliveryOutcome.Ambiguous($"{reason}: whether the message was sent is unknown"),
            _ => new DeliveryOutcome.Rejected($"{reason}: the message was refused"),
        };
    }
}
