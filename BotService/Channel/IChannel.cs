using Nudge.BotService.Conversations;

namespace Nudge.BotService.Channel;

/// <summary>The way to Teams. <see cref="ActivityProtocol"/> and the Teams SDK both provide it.</summary>
internal interface IChannel
{
    /// <summary>Sends a message, once, to the conversation's own service URL.</summary>
    /// <returns>The id Teams gave the message; empty where it gave none.</returns>
    /// <exception cref="ThrottledException">Teams answered 429.</exception>
    /// <exception cref="HttpRequestException">Teams answered another error (its status is set, its body is in the message), or nothing.</exception>
    /// <exception cref="OperationCanceledException">Teams did not answer in time.</exception>
    /// <exception cref="UnsentException">The request did not leave.</exception>
    Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken);

    /// <summary>Looks for somebody in a conversation of several people.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="userId">Their Microsoft Entra object id.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>How Teams names them to the bot: "29:…".</returns>
    /// <exception cref="ThrottledException">Teams answered 429.</exception>
    /// <exception cref="HttpRequestException">Teams answered another error (403 or 404: they are not there, or the bot is not), or nothing.</exception>
    /// <exception cref="OperationCanceledException">Teams did not answer in time.</exception>
    Task<string> FindMemberAsync(ConversationReference conversation, string userId, CancellationToken cancellationToken);

    /// <summary>Opens the personal conversation with somebody, or finds the one that there is already.</summary>
    /// <param name="member">With whom.</param>
    /// <param name="seenIn">Where they were seen: by its service URL, in its tenant.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The conversation's id.</returns>
    /// <exception cref="ThrottledException">Teams answered 429.</exception>
    /// <exception cref="HttpRequestException">Teams answered another error, or nothing, or without an id.</exception>
    /// <exception cref="OperationCanceledException">Teams did not answer in time.</exception>
    Task<string> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken);
}
