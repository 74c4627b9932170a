namespace Nudge.BotService.Conversations;

/// <summary>All it takes to send to a conversation later, from any process: what an activity of it said.</summary>
/// <param name="ConversationId">As Teams names it, for a channel's thread with its <c>;messageid=</c>.</param>
/// <param name="ServiceUrl">Where this conversation's messages go. It differs between tenants and regions.</param>
internal sealed record ConversationReference(string ConversationId, Uri ServiceUrl)
{
    /// <summary>The <see cref="ConversationType"/> of a conversation with one person.</summary>
    public const string Personal = "personal";

    public string? TenantId { get; init; }

    /// <summary>The Microsoft Entra object id of whom a personal conversation is with; null for all others.</summary>
    public string? UserId { get; init; }

    /// <summary>personal, groupChat or channel.</summary>
    public string? ConversationType { get; init; }

    /// <summary>"en-US". Not every activity carries it.</summary>
    public string? Locale { get; init; }

    /// <summary>The IANA name. Not every activity carries it: an installation never does.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The bot's own id in this conversation ("28:…"), which signs what it sends.</summary>
    public string? BotId { get; init; }

    public string? BotName { get; init; }

    public bool IsPersonal => string.Equals(ConversationType, Personal, StringComparison.OrdinalIgnoreCase);
}
