using System.Text.Json;

namespace Nudge.Teams;

/// <summary>A request of Teams that wants its answer at once, such as that of a message extension.</summary>
/// <param name="Name">The name: "composeExtension/submitAction".</param>
/// <param name="Value">The request. A person can forge it.</param>
/// <param name="Activity">The activity, with the person who acted.</param>
public sealed record Invoke(string Name, JsonElement Value, IncomingActivity Activity);
