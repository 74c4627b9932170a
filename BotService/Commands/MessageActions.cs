using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;
using Nudge.BotService.Cards;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>
/// Runs "Remind me about this", the action of a message. Teams asks for a form and posts what the person fills in. The reminder comes to the personal
/// chat, since the bot may not be in the message's conversation, and links back to the message.
/// </summary>
internal sealed partial class MessageActions(
    Registrar registrar, ConversationStore conversations, SettingsStore settings, Timings timings, Confirmations confirmations, ILogger<MessageActions> logger)
{
    private const string FetchTask = "composeExtension/fetchTask";
    private const string SubmitAction = "composeExtension/submitAction";
    private const string CommandId = "remind";

    private static readonly string[] LinkHosts = ["teams.microsoft.com", "teams.cloud.microsoft", "gov.teams.microsoft.us", "dod.teams.microsoft.us"];

    /// <returns>The body of the answer; null when the manifest has no such action.</returns>
    public async Task<JsonObject?> RunAsync(Invoke invoke, Language language, CancellationToken cancellationToken)
    {
        if (invoke.Name is not (FetchTask or SubmitAction) || new CardData(invoke.Value).Text("commandId") != CommandId)
            return null;
        if (invoke.Activity.UserId is not { Length: > 0 } userId)
            return Tell(language.Says.NoUser);
        // The reminder needs a chat to come to.
        if (await conversations.FindByUserAsync(userId) is not { } chat)
            return Tell(language.Says.WriteFirst);

        var message = new CardData(invoke.Value).Object("messagePayload");
        if (invoke.Name == FetchTask)
            return Ask(problem: null, Wording.Shorten(TextOf(message)), when: "", language.Says);

        try
        {
            return await RemindAsync(invoke, message, chat, userId, language, cancellationToken);
        }
        catch (RpcException failure)
        {
            return Tell(failure.InWords(language.Says, logger));
        }
    }

    /// <summary>Returns the card of the form.</summary>
    /// <param name="problem">Why the form is shown again; null for the first time.</param>
    /// <param name="text">The text so far.</param>
    /// <param name="when">The time so far.</param>
    /// <param name="says">The language.</param>
    public static JsonObject FormOf(string? problem, string text, string when, Sayings says) => CardTemplate.FromMessage.Fill(new Dictionary<string, JsonNode?>
    {
        ["problem"] = problem,
        ["text"] = text,
        ["textLabel"] = says.EditText,
        ["whenLabel"] = says.EditWhen,
        ["when"] = when,
        ["example"] = says.WhenExample,
        ["save"] = says.Save,
    });

    private async Task<JsonObject> RemindAsync(
        Invoke invoke, CardData message, ConversationReference chat, string userId, Language language, CancellationToken cancellationToken)
    {
        var says = language.Says;
        var data = new CardData(invoke.Value).Object("data");
        var (text, when) = ((data.Text("text") ?? "").Trim(), data.Text("when") ?? "");
        if (Reminding.WhyNoText(text, says) is { } reason)
            return Ask(reason, text, when, says);

        var person = await settings.FindAsync(invoke.Activity, userId);
        switch (timings.Of(Request.ReadTime(when, language), person.ZoneOrUtc, person.Times, invoke.Activity, language))
        {
            case Timing.Found timing:
                var recipient = new Recipient { UserId = userId, TenantId = invoke.Activity.Conversation.TenantId ?? "" };
                var registration = new Registration(recipient, text, timing, new ReminderDetails { Link = LinkOf(message) }, invoke.Activity.RequestId, chat.ConversationId);
                var reminder = await registrar.AddAsync(registration, userId, cancellationToken);
                return Tell((await confirmations.OfAsync(reminder!, person.ZoneOrUtc, language, note: null, cancellationToken)).Text);
            case Timing.Asks asks:
                // The form has no place for the number of a choice.
                return Ask(Wording.Fill(says.AskInForm, asks.Meanings), text, when, says);
            case Timing.Past past:
                return Ask(past.Text, text, when, says);
            default:
                return Ask(says.EditTime, text, when, says);
        }
    }

    private static JsonObject Tell(string text) => new() { ["task"] = new JsonObject { ["type"] = "message", ["value"] = text } };

    private static JsonObject Ask(string? problem, string text, string when, Sayings says)
    {
        var form = new JsonObject
        {
            ["title"] = says.RemindAboutThis,
            ["height"] = "medium",
            ["width"] = "medium",
            ["card"] = new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = FormOf(problem, text, when, says) },
        };
        return new JsonObject { ["task"] = new JsonObject { ["type"] = "continue", ["value"] = form } };
    }

    /// <summary>Returns the text of a message, without its markup.</summary>
    private static string TextOf(CardData message) =>
        message.Object("body").Text("content") is { } content
            ? Spaces().Replace(WebUtility.HtmlDecode(Markup().Replace(content, " ")), " ").Trim()
            : "";

    /// <summary>Returns the address of a message; null when it is not one of Teams.</summary>
    private static string? LinkOf(CardData message) =>
        Uri.TryCreate(message.Text("linkToMessage"), UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps && LinkHosts.Contains(link.Host, StringComparer.OrdinalIgnoreCase)
            ? link.AbsoluteUri
            : null;

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
