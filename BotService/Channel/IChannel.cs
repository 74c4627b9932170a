using Nudge.BotService.Conversations;

namespace Nudge.BotService.Channel;

/// <summary>The channel to Teams. An adapter of the Teams SDK implements it, or the protocol of Teams' local tools.</summary>
internal interface IChannel
{
    /// <summary>The timeout of a call. The receipt of the message allows no more.</summary>
    static readonly TimeSpan Timeout = Nudge.Client.DeliveryReceipts.SendTimeout;

    /// <summary>Sends a message once, to the conversation's own service URL.</summary>
    /// <returns>The message id that Teams returned; empty when it returned none.</returns>
    /// <exception cref="ThrottledException">Teams answered 429.</exception>
    /// <exception cref="HttpRequestException">Teams answered another error (the status is set, the body is in the message), or the connection failed.</exception>
    /// <exception cref="OperationCanceledException">Teams did not answer in time.</exception>
    /// <exception cref="UnsentException">The request did not leave the bot.</exception>
    Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken);

    /// <summary>Finds a user in a group chat or team.</summary>
    /// <param name="conversation">The conversation to search.</param>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The user's account id for this bot: "29:…".</returns>
    /// <exception cref="ThrottledException">Teams answered 429.</exception>
    /// <exception cref="HttpRequestException">
    /// Teams answered another error (403 or 404: the user or the bot is not in the conversation) or no id, or the connection failed.
    /// </exception>
    /// <exception cref="OperationCanceledException">Teams did not answer in time.</exception>
    Task<string> FindMemberAsync(ConversationReference conversation, string userId, CancellationToken cancellationToken);

    /// <summary>Opens the personal conversation with a user, or finds the existing one.</summary>
    /// <param name="member">The user.</param>
    /// <param name="seenIn">A conversation in which the bot saw the user. The call uses its service URL and tenant.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The conversation's id.</returns>
    /// <exception cref="ThrottledException">Teams answered 429.</exception>
    /// <exception cref="HttpRequestException">Teams answered another error or no id, or the connection failed.</exception>
    /// <exception cref="OperationCanceledException">Teams did not answer in time.</exception>
    Task<string> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken);
}
