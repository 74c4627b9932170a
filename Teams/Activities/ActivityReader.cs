using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Nudge.Teams;

/// <summary>Converts an activity on the wire to an <see cref="IncomingActivity"/>.</summary>
internal static class ActivityReader
{
    /// <summary>The limits of the scheduler's contract, in characters.</summary>
    private const int MaxConversationId = 800;
    private const int MaxUserId = 256;

    /// <exception cref="BadHttpRequestException">
    /// The activity has no conversation id, or no http address as its service URL. Or an id is longer than the scheduler's contract allows.
    /// </exception>
    public static IncomingActivity Read(ActivityJson activity)
    {
        if (activity.Conversation?.Id is not { Length: > 0 } conversationId)
            throw new BadHttpRequestException("the activity has no conversation.id");
        if (activity.ServiceUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" } serviceUrl)
            throw new BadHttpRequestException("the activity has no serviceUrl with an http or https address");

        var client = activity.Entities?.FirstOrDefault(entity => entity?.Type == "clientInfo");
        var conversation = new ConversationReference(conversationId, serviceUrl)
        {
            TenantId = activity.Conversation.TenantId ?? activity.TenantInChannelData,
            ConversationType = activity.Conversation.ConversationType,
            Locale = client?.Locale ?? activity.Locale,
            TimeZone = client?.Timezone ?? activity.LocalTimezone,
            BotId = activity.Recipient?.Id,
            BotName = activity.Recipient?.Name,
        };
        var userId = activity.From?.AadObjectId is { Length: > 0 } stated ? stated : null;
        RequireId(conversationId, MaxConversationId, "conversation.id");
        RequireId(conversation.TenantId, MaxUserId, "conversation.tenantId");
        RequireId(userId, MaxUserId, "from.aadObjectId");
        if (conversation.IsPersonal)
            conversation = conversation with { UserId = userId };

        // An activity without an id gets a new one, so it never counts as a repetition.
        var id = activity.Id ?? Guid.NewGuid().ToString();
        var incoming = new IncomingActivity(KindOf(activity, conversation.IsPersonal), id, conversation, userId, MessageText.Of(activity))
        {
            Type = activity.Type ?? "",
            At = DateTimeOffset.TryParse(activity.Timestamp, CultureInfo.InvariantCulture, out var at) ? at : null,
            UserName = activity.From?.Name,
            Mentions = MessageText.MentionsOfPeople(activity),
        };
        return conversation.IsPersonal
            ? incoming
            : incoming with { Members = People([activity.From, .. activity.MembersAdded ?? []]), Left = People(activity.MembersRemoved ?? []) };
    }

    private static void RequireId(string? id, int characters, string field)
    {
        if (id is not null && (id.Length > characters || id.Contains('\0', StringComparison.Ordinal)))
            throw new BadHttpRequestException($"the activity's {field} is not an id");
    }

    // Bots have no Entra object id.
    private static List<Member> People(IEnumerable<ActivityJson.Account?> accounts) =>
        [.. accounts.Where(account => account is { Id.Length: > 0, AadObjectId.Length: > 0 }).Select(account => new Member(account!.AadObjectId!, account.Id!))];

    private static ActivityKind KindOf(ActivityJson activity, bool isPersonal) => activity switch
    {
        // With resource-specific consent, Teams also sends messages between people.
        { Type: "message" } => isPersonal || MessageText.MentionsBot(activity) ? ActivityKind.Message : ActivityKind.Other,
        { Type: "installationUpdate", Action: "add" or "add-upgrade" } => ActivityKind.Installed,
        { Type: "installationUpdate", Action: "remove" or "remove-upgrade" } => ActivityKind.Uninstalled,
        { Type: "conversationUpdate" } when HasBot(activity.MembersAdded, activity) => ActivityKind.Installed,
        { Type: "conversationUpdate" } when HasBot(activity.MembersRemoved, activity) => ActivityKind.Uninstalled,
        _ => ActivityKind.Other,
    };

    private static bool HasBot(IReadOnlyList<ActivityJson.Account?>? members, ActivityJson activity) =>
        activity.Recipient?.Id is { } bot && members?.Any(member => member?.Id == bot) == true;
}
