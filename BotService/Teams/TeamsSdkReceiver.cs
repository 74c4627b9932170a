#if TEAMS_SDK
using System.Text.Json;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;
using Nudge.BotService.Activities;

namespace Nudge.BotService.Teams;

/// <summary>Receives every activity that the Teams SDK has authenticated.</summary>
/// <remarks>
/// This is a middleware because a handler sees only its own activity type, and every activity updates its conversation. It reads the wire format
/// because the typed activities of version 2.1.0 lose the locale, the time zone and replyToId.
/// </remarks>
internal sealed class TeamsSdkReceiver(IActivityHandler handler) : ITurnMiddleware
{
    public async Task OnTurnAsync(BotApplication botApplication, CoreActivity activity, NextTurn nextTurn, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.Deserialize<ActivityJson>(activity.ToJson(), ActivityJson.Options);
        await handler.OnActivityAsync(ActivityReader.Read(json!), cancellationToken);
        // The SDK answers an invoke without a handler with 501.
        if (json!.Type == "invoke")
            await nextTurn(cancellationToken);
    }
}
#endif
