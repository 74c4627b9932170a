using System.Security.Cryptography;
using System.Text;
using Nudge.BotService.Conversations;

namespace Nudge.BotService.Channel;

/// <summary>What arrived from Teams, as far as the bot is concerned.</summary>
/// <remarks>
/// The id is the same when Teams repeats the activity, and unique within its conversation only. The user id is the Microsoft
/// Entra object id of whoever did it, null where Teams does not say. The text is a message's, without the bot's name in front.
/// </remarks>
internal sealed record IncomingActivity(ActivityKind Kind, string Id, ConversationReference Conversation, string? UserId, string Text)
{
    /// <summary>The activity's type on the wire, such as <c>installationUpdate</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Who was seen where several people are: whoever did it, and those who have joined.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>Who has left where several people are.</summary>
    public IReadOnlyList<Member> Left { get; init; } = [];

    /// <summary>Names what the bot does about this activity, so that doing it again when Teams repeats it changes nothing.</summary>
    public string RequestId { get; } = "activity-" + Hash(Conversation.ConversationId + "\n" + Id);

    // Both ids together may be longer than the 128 characters that a request_id may have.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
