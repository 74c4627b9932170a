using System.Text.Json;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>Records the conversation of every activity that the Teams SDK has authenticated, and names the requests of its turn.</summary>
/// <remarks>
/// This is a middleware because a handler sees only its own activity type, and every activity updates its conversation. It reads the wire format
/// because the typed activities of version 2.1.0 lose the locale, the time zone and replyToId.
/// </remarks>
internal sealed class TurnMiddleware(ServiceUrls serviceUrls, Contacts contacts, IActivityHandler? handler = null) : ITurnMiddleware
{
    public async Task OnTurnAsync(BotApplication botApplication, CoreActivity activity, NextTurn nextTurn, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.Deserialize<ActivityJson>(activity.ToJson(), ActivityJson.Options)!;
        var incoming = ActivityReader.Read(json);
        serviceUrls.Check(incoming.Conversation.ServiceUrl);

        using var turn = RequestIds.Begin(incoming.RequestId);
        await contacts.NoteAsync(incoming, cancellationToken);
        if (handler is not null)
            await handler.OnActivityAsync(incoming, cancellationToken);
        else
            await nextTurn(cancellationToken);
    }
}
