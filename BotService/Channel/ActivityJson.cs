using System.Text.Json;

namespace Nudge.BotService.Channel;

/// <summary>An activity as it stands on the wire, as far as it is read.</summary>
internal sealed record ActivityJson(
    string? Type,
    string? Id,
    string? Action,
    Uri? ServiceUrl,
    ActivityJson.Account? From,
    ActivityJson.Account? Recipient,
    ActivityJson.ConversationJson? Conversation,
    ActivityJson.ChannelDataJson? ChannelData,
    IReadOnlyList<ActivityJson.Account>? MembersAdded,
    IReadOnlyList<ActivityJson.Account>? MembersRemoved,
    IReadOnlyList<ActivityJson.Entity>? Entities,
    string? Text,
    string? Locale,
    string? LocalTimezone)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    internal sealed record Account(string? Id, string? Name = null, string? AadObjectId = null);

    internal sealed record ConversationJson(string? Id, string? TenantId, string? ConversationType);

    internal sealed record ChannelDataJson(Tenant? Tenant);

    internal sealed record Tenant(string? Id);

    /// <summary>Of type <c>clientInfo</c>: the locale and time zone; of type <c>mention</c>: who is mentioned by which text.</summary>
    internal sealed record Entity(string? Type, string? Locale, string? Timezone, Account? Mentioned, string? Text);
}
