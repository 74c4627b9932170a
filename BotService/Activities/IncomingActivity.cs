using System.Security.Cryptography;
using System.Text;
using Nudge.BotService.Conversations;

namespace Nudge.BotService.Activities;

/// <summary>An activity from Teams, with the parts that the bot uses.</summary>
/// <remarks>
/// The id is the same when Teams repeats the activity, and unique only within its conversation. The user id is the Microsoft Entra object id
/// of the acting user; null when Teams does not name one. The text is that of a message, without mentions of the bot.
/// </remarks>
internal sealed record IncomingActivity(ActivityKind Kind, string Id, ConversationReference Conversation, string? UserId, string Text)
{
    /// <summary>Gets the activity's type on the wire, such as <c>installationUpdate</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets the members seen in a group chat or team: the acting user, and users who joined.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>Gets the members who left a group chat or team.</summary>
    public IReadOnlyList<Member> Left { get; init; } = [];

    /// <summary>Gets the idempotency key of this activity. A repeated activity has the same key, so handling it again changes nothing.</summary>
    public string RequestId { get; } = "activity-" + Hash(Conversation.ConversationId + "\n" + Id);

    // Both ids together can exceed the 128 characters of a request_id.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
