using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>Records the conversation of every activity that the Teams SDK has authenticated, and names the requests of its turn.</summary>
/// <remarks>
/// This is a middleware because a handler sees only its own activity type, and every activity updates its conversation. It reads the wire format
/// because the typed activities of version 2.1.0 lose the locale, the time zone and replyToId.
/// </remarks>
internal sealed class TurnMiddleware(ServiceUrls serviceUrls, Contacts contacts, IHttpContextAccessor http, IActivityHandler? handler = null) : ITurnMiddleware
{
    private const string Invoke = "invoke";
    private const string CardActionName = "adaptiveCard/action";

    public async Task OnTurnAsync(BotApplication botApplication, CoreActivity activity, NextTurn nextTurn, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.Deserialize<ActivityJson>(activity.ToJson(), ActivityJson.Options)!;
        var incoming = ActivityReader.Read(json);
        serviceUrls.Check(incoming.Conversation.ServiceUrl);

        using var turn = RequestIds.Begin(incoming.RequestId);
        await contacts.NoteAsync(incoming, cancellationToken);
        if (handler is null)
            await nextTurn(cancellationToken);
        else if (incoming.Type == Invoke)
            await AnswerAsync(handler, CardActionOf(json, incoming), cancellationToken);
        else
            await handler.OnActivityAsync(incoming, cancellationToken);
    }

    /// <summary>Answers an invoke in the HTTP response, as the protocol wants it.</summary>
    private async Task AnswerAsync(IActivityHandler handler, CardAction? action, CancellationToken cancellationToken)
    {
        var response = http.HttpContext!.Response;
        if (action is not null && await handler.OnCardActionAsync(action, cancellationToken) is { } card)
            await response.WriteAsJsonAsync(new JsonObject { ["statusCode"] = StatusCodes.Status200OK, ["type"] = "application/vnd.microsoft.card.adaptive", ["value"] = card }, cancellationToken);
        else
            response.StatusCode = StatusCodes.Status501NotImplemented;
    }

    private static CardAction? CardActionOf(ActivityJson json, IncomingActivity incoming) =>
        json is { Name: CardActionName, Value: { ValueKind: JsonValueKind.Object } value }
        && value.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.Object
        && action.TryGetProperty("verb", out var verb) && verb.ValueKind == JsonValueKind.String
            ? new CardAction(verb.GetString()!, action.TryGetProperty("data", out var data) ? data : default, incoming)
            : null;
}
