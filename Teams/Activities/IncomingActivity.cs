using System.Security.Cryptography;
using System.Text;

namespace Nudge.Teams;

/// <summary>An activity from Teams, with the parts that a bot with reminders uses.</summary>
/// <param name="Kind">What the activity means for the bot.</param>
/// <param name="Id">The id, which is the same when Teams repeats the activity. It is unique only within its conversation.</param>
/// <param name="Conversation">The conversation, with the data that this activity carried.</param>
/// <param name="UserId">The Microsoft Entra object id of the acting user; null when Teams does not name one.</param>
/// <param name="Text">The text of a message, without mentions of the bot; empty for other activities.</param>
public sealed record IncomingActivity(ActivityKind Kind, string Id, ConversationReference Conversation, string? UserId, string Text)
{
    /// <summary>Gets the activity's type on the wire, such as <c>installationUpdate</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets the time of the activity, which is the same when Teams repeats it; null when it carries none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Gets the name of the acting user; null when Teams does not state it.</summary>
    public string? UserName { get; init; }

    /// <summary>Gets the people whom a message mentions, without the bot, in the order of the text.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Gets the members seen in a group chat or team: the acting user, and users who joined.</summary>
    internal IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>Gets the members who left a group chat or team.</summary>
    internal IReadOnlyList<Member> Left { get; init; } = [];

    /// <summary>Gets the idempotency key of this activity. A repeated activity has the same key, so handling it again changes nothing.</summary>
    public string RequestId { get; } = "activity-" + Hash(Conversation.ConversationId + "\n" + Id);

    // Both ids together can exceed the 128 characters of a request_id.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
