using Nudge.TeamsEmulator.Connector;
using Nudge.V1;

namespace Nudge.BotService.Tests.Harness;

/// <summary>A conversation in the fake Teams, and the activities that Teams posts about it.</summary>
public sealed class Chat
{
    private const string BotId = "28:bot";

    /// <summary>Users per tenant. The bot may write to more than this in one second.</summary>
    private const int PeopleInATenant = 40;

    private readonly FakeTeams _teams;
    private int _activities;

    /// <param name="teams">The fake Teams.</param>
    /// <param name="type">personal, groupChat or channel.</param>
    /// <param name="number">Distinguishes the conversation and its user from others. Consecutive numbers share a tenant.</param>
    /// <param name="tenant">The tenant; null to derive it from the number.</param>
    public Chat(FakeTeams teams, string type, int number = 0, string? tenant = null)
    {
        _teams = teams;
        Tenant = tenant ?? (number < PeopleInATenant ? "tenant" : $"tenant-{number / PeopleInATenant}");
        Type = type;
        Id = number == 0 ? $"19:{type}-chat" : $"19:{type}-chat-{number}";
        UserId = $"00000000-0000-0000-0000-{number:d10}aa";
        teams.Know(Id, Tenant, UserId);
    }

    private Chat(Chat chat, string userId, string userName) => (_teams, Tenant, Type, Id, UserId, UserName) = (chat._teams, chat.Tenant, chat.Type, chat.Id, userId, userName);

    public string Tenant { get; }

    public string Type { get; }

    public string Id { get; }

    public string UserId { get; init; }

    public string UserName { get; init; } = "Alice";

    /// <summary>Gets the user's account id for the bot.</summary>
    public string AccountId => $"29:{UserId}";

    public Recipient User => new() { UserId = UserId, TenantId = Tenant };

    public Recipient Conversation => new() { ConversationId = Id };

    public IEnumerable<Message> Messages => _teams.Messages.Where(message => message.ConversationId == Id);

    public Dictionary<string, object?> Installed(string id = "install") => Activity("installationUpdate", id, new() { ["action"] = "add" });

    public Dictionary<string, object?> BotAdded(string id = "added") =>
        Activity("conversationUpdate", id, new() { ["membersAdded"] = new[] { new { id = "29:user" }, new { id = BotId } } });

    public Dictionary<string, object?> Uninstalled() => Activity("installationUpdate", NextId(), new() { ["action"] = "remove" });

    /// <summary>Returns a message of the user to the bot. In a group chat or channel, it mentions the bot.</summary>
    public Dictionary<string, object?> Said(string text, string? id = null) => Type == "personal" ? Heard(text, id) : Mentioning(text, "<at>Nudge</at>", id);

    /// <summary>Returns a message of the user that does not mention the bot.</summary>
    public Dictionary<string, object?> Heard(string text, string? id = null) => Activity("message", id ?? NextId(), new() { ["text"] = text });

    /// <summary>Returns a message that starts with a mention of the bot.</summary>
    /// <param name="text">The text after the mention.</param>
    /// <param name="mention">The mention in the text. Teams omits it from the entity when the name has a special character.</param>
    /// <param name="id">The activity's id.</param>
    /// <param name="hasText">Whether the entity repeats the mention.</param>
    public Dictionary<string, object?> Mentioning(string text, string mention, string? id = null, bool hasText = true) => Activity("message", id ?? NextId(), new()
    {
        ["text"] = $"{mention} {text}",
        ["entities"] = new[] { new { type = "mention", mentioned = new { id = BotId, name = System.Net.WebUtility.HtmlDecode(mention[4..^5]) }, text = hasText ? mention : null } },
    });

    /// <summary>Returns a message to the bot that mentions a person.</summary>
    /// <param name="text">The text, with "{0}" in the place of the mention.</param>
    /// <param name="person">The mentioned person.</param>
    public Dictionary<string, object?> SaidAbout(string text, Chat person)
    {
        var said = Mentioning(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, $"<at>{person.UserName}</at>"), "<at>Nudge</at>");
        said["entities"] = new[]
        {
            new { type = "mention", mentioned = new { id = BotId, name = "Nudge" }, text = "<at>Nudge</at>" },
            new { type = "mention", mentioned = new { id = person.AccountId, name = person.UserName }, text = $"<at>{person.UserName}</at>" },
        };
        return said;
    }

    /// <summary>Returns the conversation as another member sees it.</summary>
    public Chat SeenBy(string userId, string userName)
    {
        _teams.Join(Id, userId);
        return new Chat(this, userId, userName);
    }

    public Dictionary<string, object?> Upgraded(string action, string id) => Activity("installationUpdate", id, new() { ["action"] = action });

    /// <summary>Returns an activity as the Playground posts it, with fields added or replaced.</summary>
    public Dictionary<string, object?> Activity(string type, string id, Dictionary<string, object?> fields)
    {
        var activity = new Dictionary<string, object?>
        {
            ["type"] = type,
            ["id"] = id,
            ["channelId"] = "msteams",
            ["serviceUrl"] = _teams.ServiceUrl,
            ["from"] = new { id = AccountId, aadObjectId = UserId, name = UserName },
            ["recipient"] = new { id = BotId, name = "Nudge" },
            ["conversation"] = new { id = Id, conversationType = Type, tenantId = Tenant },
        };
        foreach (var (name, value) in fields)
            activity[name] = value;

        return activity;
    }

    private string NextId() => $"activity-{UserId}-{++_activities}";
}
