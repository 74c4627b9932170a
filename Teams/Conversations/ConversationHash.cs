using StackExchange.Redis;

namespace Nudge.Teams;

/// <summary>Converts a reference to its hash in Redis and back: one field per known value.</summary>
internal static class ConversationHash
{
    private const string ServiceUrl = "serviceUrl";
    private const string TenantId = "tenantId";
    private const string UserId = "userId";
    private const string ConversationType = "conversationType";
    private const string Locale = "locale";
    private const string TimeZone = "timeZone";
    private const string BotId = "botId";
    private const string BotName = "botName";

    public static HashEntry[] Write(ConversationReference conversation)
    {
        (string Name, string? Value)[] fields =
        [
            (ServiceUrl, conversation.ServiceUrl.OriginalString),
            (TenantId, conversation.TenantId),
            (UserId, conversation.UserId),
            (ConversationType, conversation.ConversationType),
            (Locale, conversation.Locale),
            (TimeZone, conversation.TimeZone),
            (BotId, conversation.BotId),
            (BotName, conversation.BotName),
        ];
        return [.. fields.Where(field => field.Value is not null).Select(field => new HashEntry(field.Name, field.Value))];
    }

    public static ConversationReference? Read(string conversationId, HashEntry[] entries)
    {
        if (entries.Length == 0)
            return null;

        var fields = entries.ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
        return new ConversationReference(conversationId, new Uri(fields[ServiceUrl]))
        {
            TenantId = fields.GetValueOrDefault(TenantId),
            UserId = fields.GetValueOrDefault(UserId),
            ConversationType = fields.GetValueOrDefault(ConversationType),
            Locale = fields.GetValueOrDefault(Locale),
            TimeZone = fields.GetValueOrDefault(TimeZone),
            BotId = fields.GetValueOrDefault(BotId),
            BotName = fields.GetValueOrDefault(BotName),
        };
    }
}
