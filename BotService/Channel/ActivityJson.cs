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
    JsonElement? ChannelData,
    IReadOnlyList<ActivityJson.Account?>? MembersAdded,
    IReadOnlyList<ActivityJson.Account?>? MembersRemoved,
    IReadOnlyList<ActivityJson.Entity?>? Entities,
    string? Text,
    string? Locale,
    string? LocalTimezone)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The tenant's id in the channel data, whose shape is each channel's own; null where it has none.</summary>
    public string? TenantInChannelData =>
        ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("tenant", out var tenant) && tenant.ValueKind == JsonValueKind.Object
        && tenant.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    internal sealed record Account(string? Id, string? Name = null, string? AadObjectId = null);

    internal sealed record ConversationJson(string? Id, string? TenantId, string? ConversationType);

    /// <summary>Of type <c>clientInfo</c>: the locale and time zone; of type <c>mention</c>: who is mentioned by which text.</summary>
    internal sealed record Entity(string? Type, string? Locale, string? Timezone, Account? Mentioned, string? Text);
}
