using System.Text.Json.Nodes;

namespace Nudge.Teams;

/// <summary>
/// Handles every activity that Teams posts to the bot, in place of the handlers of the Teams SDK. Register an implementation as a service. A bot that
/// needs only messages or installations uses the Teams SDK's own handlers.
/// </summary>
public interface IActivityHandler
{
    /// <summary>Handles an activity. Teams repeats the activity when this method throws, so every step can be repeated.</summary>
    /// <param name="activity">The activity. Its conversation is recorded already, or deleted when the bot was uninstalled.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    Task OnActivityAsync(IncomingActivity activity, CancellationToken cancellationToken);

    /// <summary>Handles a click on a button of a card. Teams repeats the click when this method throws.</summary>
    /// <param name="action">The click.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    /// <returns>The answer; null when the bot has no such button.</returns>
    Task<CardAnswer?> OnCardActionAsync(CardAction action, CancellationToken cancellationToken) => Task.FromResult<CardAnswer?>(null);

    /// <summary>Handles any other request that Teams answers at once. Its conversation is not recorded: the bot may not be in it.</summary>
    /// <param name="invoke">The request.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    /// <returns>The body of the answer; null when the bot does not handle such requests.</returns>
    Task<JsonObject?> OnInvokeAsync(Invoke invoke, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);
}
