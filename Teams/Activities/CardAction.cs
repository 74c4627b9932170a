using System.Text.Json;

namespace Nudge.Teams;

/// <summary>A click on a button of an Adaptive Card: Action.Execute or, in clients without it, Action.Submit.</summary>
/// <param name="Verb">The button's verb. The data of Action.Submit carries it as <c>verb</c>.</param>
/// <param name="Data">The button's data, with the values of the card's inputs. A person can forge it.</param>
/// <param name="Activity">The activity, with the person who clicked.</param>
public sealed record CardAction(string Verb, JsonElement Data, IncomingActivity Activity)
{
    /// <summary>Gets Teams' id of the message with the card; null when the activity does not name it.</summary>
    public string? MessageId { get; init; }
}
