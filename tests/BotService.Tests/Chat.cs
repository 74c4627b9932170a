using Nudge.V1;

namespace Nudge.BotService.Tests;

/// <summary>A conversation in the fake Teams, and the activities that Teams posts of it.</summary>
public sealed class Chat
{
    private const string BotId = "28:bot";

    private readonly FakeTeams _teams;
    private int _activities;

    public Chat(FakeTeams teams, string type)
    {
        _teams = teams;
        Type = type;
        Id = $"19:{type}-chat";
        teams.Know(Id);
    }

    public string Type { get; }

    public string Id { get; }

    public string UserId { get; init; } = "00000000-0000-0000-0000-0000000000aa";

    public Recipient User => new() { UserId = UserId, TenantId = "tenant" };

    public Recipient Conversation => new() { ConversationId = Id };

    public IEnumerable<FakeTeams.Message> Messages => _teams.Messages.Where(message => message.ConversationId == Id);

    public Dictionary<string, object?> Installed(string id = "install") => Activity("installationUpdate", id, new() { ["action"] = "add" });

    public Dictionary<string, object?> BotAdded(string id = "added") =>
        Activity("conversationUpdate", id, new() { ["membersAdded"] = new[] { new { id = "29:user" }, new { id = BotId } } });

    public Dictionary<string, object?> Uninstalled() => Activity("installationUpdate", NextId(), new() { ["action"] = "remove" });

    public Dictionary<string, object?> Said(string text, string? id = null) => Activity("message", id ?? NextId(), new() { ["text"] = text });

    /// <summary>An activity as the Playground posts it, with more fields, or others.</summary>
    public Dictionary<string, object?> Activity(string type, string id, Dictionary<string, object?> fields)
    {
        var activity = new Dictionary<string, object?>
        {
            ["type"] = type,
            ["id"] = id,
            ["channelId"] = "msteams",
            ["serviceUrl"] = _teams.ServiceUrl,
            ["from"] = new { id = "29:user", aadObjectId = UserId },
            ["recipient"] = new { id = BotId, name = "Nudge" },
            ["conversation"] = new { id = Id, conversationType = Type, tenantId = "tenant" },
        };
        foreach (var (name, value) in fields)
            activity[name] = value;

        return activity;
    }

    private string NextId() => $"activity-{++_activities}";
}
