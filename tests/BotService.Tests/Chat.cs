using Nudge.TeamsEmulator.Connector;
using Nudge.V1;

namespace Nudge.BotService.Tests;

/// <summary>A conversation in the fake Teams, and the activities that Teams posts of it.</summary>
public sealed class Chat
{
    private const string BotId = "28:bot";

    /// <summary>Fewer than Teams would let the bot write to in a second.</summary>
    private const int PeopleInATenant = 40;

    private readonly FakeTeams _teams;
    private int _activities;

    /// <param name="teams">Where it is.</param>
    /// <param name="type">personal, groupChat or channel.</param>
    /// <param name="number">Tells it, and whom it is with, from others. Some of them in a row are in one tenant.</param>
    /// <param name="tenant">Which, if it is to be another.</param>
    public Chat(FakeTeams teams, string type, int number = 0, string? tenant = null)
    {
        _teams = teams;
        Tenant = tenant ?? (number < PeopleInATenant ? "tenant" : $"tenant-{number / PeopleInATenant}");
        Type = type;
        Id = number == 0 ? $"19:{type}-chat" : $"19:{type}-chat-{number}";
        UserId = $"00000000-0000-0000-0000-{number:d10}aa";
        teams.Know(Id, Tenant, UserId);
    }

    public string Tenant { get; }

    public string Type { get; }

    public string Id { get; }

    public string UserId { get; init; }

    /// <summary>How Teams names the user to the bot.</summary>
    public string AccountId => $"29:{UserId}";

    public Recipient User => new() { UserId = UserId, TenantId = Tenant };

    public Recipient Conversation => new() { ConversationId = Id };

    public IEnumerable<Message> Messages => _teams.Messages.Where(message => message.ConversationId == Id);

    public Dictionary<string, object?> Installed(string id = "install") => Activity("installationUpdate", id, new() { ["action"] = "add" });

    public Dictionary<string, object?> BotAdded(string id = "added") =>
        Activity("conversationUpdate", id, new() { ["membersAdded"] = new[] { new { id = "29:user" }, new { id = BotId } } });

    public Dictionary<string, object?> Uninstalled() => Activity("installationUpdate", NextId(), new() { ["action"] = "remove" });

    /// <summary>Something that the user says to the bot: among several people, a message that mentions it.</summary>
    public Dictionary<string, object?> Said(string text, string? id = null) => Type == "personal" ? Heard(text, id) : Mentioning(text, "<at>Nudge</at>", id);

    /// <summary>Something that the user says, to whomever.</summary>
    public Dictionary<string, object?> Heard(string text, string? id = null) => Activity("message", id ?? NextId(), new() { ["text"] = text });

    /// <summary>A message that starts with a mention of the bot.</summary>
    /// <param name="text">What follows.</param>
    /// <param name="mention">The mention in the text. Teams leaves it out of the entity when the name has a special character.</param>
    /// <param name="id">The activity's id.</param>
    /// <param name="hasText">Whether the entity repeats the mention.</param>
    public Dictionary<string, object?> Mentioning(string text, string mention, string? id = null, bool hasText = true) => Activity("message", id ?? NextId(), new()
    {
        ["text"] = $"{mention} {text}",
        ["entities"] = new[] { new { type = "mention", mentioned = new { id = BotId, name = System.Net.WebUtility.HtmlDecode(mention[4..^5]) }, text = hasText ? mention : null } },
    });

    public Dictionary<string, object?> Upgraded(string action, string id) => Activity("installationUpdate", id, new() { ["action"] = action });

    /// <summary>An activity as the Playground posts it, with more fields, or others.</summary>
    public Dictionary<string, object?> Activity(string type, string id, Dictionary<string, object?> fields)
    {
        var activity = new Dictionary<string, object?>
        {
            ["type"] = type,
            ["id"] = id,
            ["channelId"] = "msteams",
            ["serviceUrl"] = _teams.ServiceUrl,
            ["from"] = new { id = AccountId, aadObjectId = UserId },
            ["recipient"] = new { id = BotId, name = "Nudge" },
            ["conversation"] = new { id = Id, conversationType = Type, tenantId = Tenant },
        };
        foreach (var (name, value) in fields)
            activity[name] = value;

        return activity;
    }

    private string NextId() => $"activity-{++_activities}";
}
