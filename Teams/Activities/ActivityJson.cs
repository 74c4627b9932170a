using System.Text.Json;

namespace Nudge.Teams;

/// <summary>An activity on the wire, with the fields that the bot reads.</summary>
internal sealed record ActivityJson(
    string? Type,
    string? Id,
    string? Action,
    Uri? ServiceUrl,
    ActivityJson.Account? From,
    ActivityJson.Account? Recipient,
    ActivityJson.ConversationJson? Conversation,
    JsonElement? ChannelData,
    IReadOnlyList<ActivityJson.Account?>? MembersAdded,
    IReadOnlyList<ActivityJson.Account?>? MembersRemoved,
    IReadOnlyList<ActivityJson.Entity?>? Entities,
    string? Text,
    string? Locale,
    string? LocalTimezone,
    string? Timestamp,
    string? ReplyToId,
    string? Name,
    JsonElement? Value)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Gets the tenant id in the channel data; null when there is none. Each channel has its own shape of channel data.</summary>
    public string? TenantInChannelData =>
        ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("tenant", out var tenant) && tenant.ValueKind == JsonValueKind.Object
        && tenant.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    internal sealed record Account(string? Id, string? Name = null, string? AadObjectId = null);

    internal sealed record ConversationJson(string? Id, string? TenantId, string? ConversationType);

    /// <summary>Type <c>clientInfo</c> carries the locale and time zone. Type <c>mention</c> carries the mentioned account and the text of the mention.</summary>
    internal sealed record Entity(string? Type, string? Locale, string? Timezone, Account? Mentioned, string? Text);
}
