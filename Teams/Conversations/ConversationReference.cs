using Nudge.V1;

namespace Nudge.Teams;

/// <summary>The data of a conversation's activities that any process needs to send to the conversation later.</summary>
/// <param name="ConversationId">Teams' id of the conversation. The id of a thread in a channel contains <c>;messageid=</c>.</param>
/// <param name="ServiceUrl">The address that takes this conversation's messages. It differs between tenants and regions.</param>
public sealed record ConversationReference(string ConversationId, Uri ServiceUrl)
{
    /// <summary>The <see cref="ConversationType"/> of a conversation with one person.</summary>
    public const string Personal = "personal";

    /// <summary>Gets the id of the Microsoft Entra tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>Gets the Microsoft Entra object id of the user of a personal conversation; null for all other conversations.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets the type: personal, groupChat or channel.</summary>
    public string? ConversationType { get; init; }

    /// <summary>Gets the locale, such as "en-US". Not every activity carries it.</summary>
    public string? Locale { get; init; }

    /// <summary>Gets the IANA name of the time zone. Not every activity carries it: an installation never does.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Gets the bot's own id in this conversation ("28:…"), the sender of its messages.</summary>
    public string? BotId { get; init; }

    /// <summary>Gets the bot's own name in this conversation.</summary>
    public string? BotName { get; init; }

    /// <summary>Gets whether this is a conversation with one person.</summary>
    public bool IsPersonal => string.Equals(ConversationType, Personal, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the recipient of the conversation's messages: the conversation and, when it is personal, its user.</summary>
    public Recipient ToRecipient() => new() { ConversationId = ConversationId, UserId = UserId ?? "", TenantId = TenantId ?? "" };
}
