using System.Text.Json;

namespace Nudge.Teams;

/// <summary>A click on a button of an Adaptive Card (Action.Execute).</summary>
/// <param name="Verb">The button's verb.</param>
/// <param name="Data">The button's data. A person can forge it.</param>
/// <param name="Activity">The activity, with the person who clicked.</param>
public sealed record CardAction(string Verb, JsonElement Data, IncomingActivity Activity);
