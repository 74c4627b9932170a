using System.Text.Json.Nodes;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.Fuzz.Generation;

/// <summary>Makes the activities that Teams posts to the bot.</summary>
/// <param name="conversations">The conversations to post about.</param>
/// <param name="serviceUrl">The address to which the bot answers.</param>
/// <param name="known">Reminders of the bot, for the buttons of cards.</param>
internal sealed class Activities(IReadOnlyList<Conversation> conversations, Uri serviceUrl, KnownValues known)
{
    private static readonly string[] Texts =
    [
        "remind me in 10 minutes to stretch", "remind me tomorrow at 9 to call", "remind me every weekday at 8:45 to post the stand-up",
        "remind me at 3 to read", "remind me on the last friday of every month at noon to pay",
        "list", "list 2", "cancel 1", "cancel", "pause 1", "resume 1", "snooze 20 minutes", "snooze until monday", "help", "hi", "time zone Europe/Berlin",
        "mornings are at 7", "1", "2", "mute", "yes",
        "erinnere mich in 2 Stunden an das Treffen", "erinnere mich jeden Montag um 9 Uhr an den Bericht", "liste", "rappelle-moi demain à 9 h de téléphoner",
        "rappelle-moi tous les jours à midi de manger", "remind <at>Bob</at> in 5 minutes to smile",
        "remind me in 99999999999999999999 years to live", "remind me in -5 minutes", "remind me every 0 minutes to x", "remind me on february 30 to x",
        "remind me in a a a a a a a a a a a", "every every every day at at at 9",
    ];

    private static readonly string[] Verbs = ["list", "edit", "cancel", "pause", "resume", "done", "snooze", "undo", "save", "mute", "nothing", ""];
    private static readonly string[] Times = ["in 2 hours", "tomorrow at 9", "every day", "", "x", "yesterday", "at 3"];
    private static readonly string[] Locales = ["en-US", "de-DE", "fr-FR", "xx", "zh-Hant-TW"];

    private long _last;

    public JsonObject Next(Random random)
    {
        var conversation = conversations[random.Next(conversations.Count)];
        var user = conversation.Person.AadObjectId;
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["id"] = $"activity-{Interlocked.Increment(ref _last)}",
            ["timestamp"] = "2026-11-30T09:00:00.000Z",
            ["channelId"] = "msteams",
            ["serviceUrl"] = serviceUrl.ToString(),
            ["from"] = new JsonObject { ["id"] = conversation.Person.UserId, ["aadObjectId"] = user, ["name"] = "Alice" },
            ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Nudge" },
            ["conversation"] = new JsonObject { ["id"] = conversation.Id, ["conversationType"] = "personal", ["tenantId"] = conversation.Tenant.Id },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = conversation.Tenant.Id } },
            ["locale"] = Of(random, Locales),
            ["entities"] = new JsonArray(new JsonObject
            {
                ["type"] = "clientInfo",
                ["locale"] = Of(random, Locales),
                ["timezone"] = ScheduleTexts.Zone(random)
            }),
        };
        return random.Next(10) switch
        {
            < 4 => With(activity, ("text", Of(random, Texts))),
            4 => WithMention(activity, random),
            5 => With(activity, ("type", random.Next(2) == 0 ? "installationUpdate" : "conversationUpdate"), ("action", random.Next(2) == 0 ? "add" : "remove"),
                ("membersAdded", new JsonArray(new JsonObject { ["id"] = "28:bot" })),
                ("membersRemoved", new JsonArray(new JsonObject { ["id"] = "29:x", ["aadObjectId"] = user }))),
            6 or 7 => With(activity, ("type", "invoke"), ("name", "adaptiveCard/action"), ("replyToId", "1"),
                ("value", new JsonObject
                {
                    ["action"] = new JsonObject
                    {
                        ["type"] = "Action.Execute",
                        ["verb"] = Of(random, Verbs),
                        ["data"] = Data(random, user)
                    },
                    ["trigger"] = "manual"
                })),
            8 => With(activity, ("replyToId", "1"), ("value", With(Data(random, user), ("verb", Of(random, Verbs))))),
            _ => With(activity, ("type", "invoke"), ("name", random.Next(2) == 0 ? "composeExtension/fetchTask" : "composeExtension/submitAction"),
                ("value", Message(random))),
        };
    }

    private JsonObject Data(Random random, string user) => new()
    {
        ["reminder"] = known.AnyReminder(random)?.Id ?? Guid.CreateVersion7().ToString(),
        ["delivery"] = $"{random.Next(3)}.{random.Next(3)}",
        ["user"] = user,
        ["page"] = random.Next(-1, 4),
        ["minutes"] = random.Next(0, 200),
        ["days"] = random.Next(0, 9),
        ["date"] = "2027-01-01",
        ["time"] = "09:00",
        ["when"] = Of(random, Times),
        ["text"] = "changed",
    };

    private static JsonObject Message(Random random) => new()
    {
        ["commandId"] = "remind",
        ["messagePayload"] = new JsonObject
        {
            ["body"] = new JsonObject { ["content"] = "<p>Please&nbsp;review</p>" },
            ["linkToMessage"] = "https://teams.microsoft.com/l/message/19:chat@thread.v2/1"
        },
        ["data"] = new JsonObject { ["text"] = "review", ["when"] = Of(random, Times) },
    };

    /// <summary>Turns a message into one of a channel that mentions the bot and a person.</summary>
    private static JsonObject WithMention(JsonObject activity, Random random)
    {
        activity["conversation"]!["conversationType"] = random.Next(2) == 0 ? "channel" : "groupChat";
        activity["entities"]!.AsArray().Add(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = "<at>Nudge</at>",
            ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Nudge" }
        });
        activity["entities"]!.AsArray().Add(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = "<at>Bob</at>",
            ["mentioned"] = new JsonObject { ["id"] = "29:bob", ["name"] = "Bob" }
        });
        return With(activity, ("text", $"<at>Nudge</at> {Of(random, Texts)}"));
    }

    private static JsonObject With(JsonObject activity, params (string Name, JsonNode? Value)[] fields)
    {
        foreach (var (name, value) in fields)
            activity[name] = value;
        return activity;
    }

    private static string Of(Random random, string[] texts) => texts[random.Next(texts.Length)];
}
