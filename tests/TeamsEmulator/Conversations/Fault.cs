using System.Text.Json.Serialization;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>What goes wrong with a message.</summary>
/// <param name="Kind">How.</param>
/// <param name="Status">The status, of an answer.</param>
/// <param name="Body">The body, of an answer.</param>
/// <param name="RetryAfter">The header of that name, in seconds, of an answer.</param>
/// <param name="Accepts">Whether the person is told all the same.</param>
public sealed record Fault(FaultKind Kind, int Status = 500, string Body = "", int? RetryAfter = null, bool Accepts = false)
{
    /// <summary>Where it waits first. With a hang nothing is wrong once it is open.</summary>
    [JsonIgnore]
    public Gate? Gate { get; init; }
}
