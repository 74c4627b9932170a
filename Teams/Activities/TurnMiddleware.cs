using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Teams.Apps;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>Records the conversation of every activity that the Teams SDK has authenticated, and names the requests of its turn.</summary>
/// <remarks>
/// This is a middleware because a handler sees only its own activity type, and every activity updates its conversation. It reads the wire format
/// because the typed activities of version 2.1.0 lose the locale, the time zone and replyToId.
/// </remarks>
internal sealed class TurnMiddleware(
    ServiceUrls serviceUrls, Contacts contacts, ProactiveApp app, IHttpContextAccessor http, ILogger<TurnMiddleware> logger, IActivityHandler? handler = null) : ITurnMiddleware
{
    private const string CardType = "application/vnd.microsoft.card.adaptive";
    private const string MessageType = "application/vnd.microsoft.activity.message";

    public async Task OnTurnAsync(BotApplication botApplication, CoreActivity activity, NextTurn nextTurn, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.Deserialize<ActivityJson>(activity.ToJson(), ActivityJson.Options)!;
        var incoming = ActivityReader.Read(json);
        serviceUrls.Check(incoming.Conversation.ServiceUrl);

        var click = CardActionReader.Read(json, incoming);
        using var turn = RequestIds.Begin(incoming.RequestId);
        // A message extension works in chats that the bot is not in.
        if (incoming.Type != CardActionReader.Invoke || click is not null)
            await contacts.NoteAsync(incoming, cancellationToken);

        if (handler is null)
            await nextTurn(cancellationToken);
        else if (incoming.Type == CardActionReader.Invoke)
            await RespondAsync(click is not null ? await ClickAsync(handler, click, cancellationToken) : await InvokeAsync(handler, json, incoming, cancellationToken), cancellationToken);
        else if (click is not null)
            await SubmitAsync(handler, click, cancellationToken);
        else
            await handler.OnActivityAsync(incoming, cancellationToken);
    }

    private static async Task<JsonObject?> InvokeAsync(IActivityHandler handler, ActivityJson json, IncomingActivity incoming, CancellationToken cancellationToken) =>
        json is { Name: { } name, Value: { } value } ? await handler.OnInvokeAsync(new Invoke(name, value, incoming), cancellationToken) : null;

    private async Task<JsonObject?> ClickAsync(IActivityHandler handler, CardAction click, CancellationToken cancellationToken)
    {
        if (await handler.OnCardActionAsync(click, cancellationToken) is not { } answer)
            return null;
        if (answer.Card is { } card)
            await UpdateAsync(click, card, cancellationToken);
        return answer is { Card: { } shown, Text: "" }
            ? new JsonObject { ["statusCode"] = StatusCodes.Status200OK, ["type"] = CardType, ["value"] = shown }
            : new JsonObject { ["statusCode"] = StatusCodes.Status200OK, ["type"] = MessageType, ["value"] = answer.Text };
    }

    /// <summary>Handles Action.Submit, which has no answer of its own.</summary>
    private async Task SubmitAsync(IActivityHandler handler, CardAction click, CancellationToken cancellationToken)
    {
        var answer = await handler.OnCardActionAsync(click, cancellationToken);
        if (answer?.Card is { } card)
            await UpdateAsync(click, card, cancellationToken);
        else if (answer is not null)
            await app.Send(click.Activity.Conversation.ConversationId, answer.Text, cancellationToken);
    }

    /// <summary>Replaces the card for everyone. Teams shows the answer to a click only to the person who clicked. The click itself has succeeded.</summary>
    private async Task UpdateAsync(CardAction click, JsonObject card, CancellationToken cancellationToken)
    {
        if (click.MessageId is not { } messageId)
            return;
        var outcome = await app.Update(click.Activity.Conversation, messageId, new MessageActivityInput().AddAdaptiveCardAttachment(card), cancellationToken);
        if (outcome is not DeliveryOutcome.Delivered)
            logger.CardNotUpdated(outcome.GetType().Name);
    }

    /// <summary>Answers an invoke in the HTTP response, as the protocol wants it.</summary>
    private async Task RespondAsync(JsonObject? body, CancellationToken cancellationToken)
    {
        var response = http.HttpContext!.Response;
        if (body is not null)
            await response.WriteAsJsonAsync(body, cancellationToken);
        else
            response.StatusCode = StatusCodes.Status501NotImplemented;
    }
}
