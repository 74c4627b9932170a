using System.Text.Json.Serialization;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>A fault of a call to the connector.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Status">The status of an answer.</param>
/// <param name="Body">The body of an answer.</param>
/// <param name="RetryAfter">The Retry-After header of an answer, in seconds.</param>
/// <param name="Accepts">Whether the message is accepted all the same.</param>
public sealed record Fault(FaultKind Kind, int Status = 500, string Body = "", int? RetryAfter = null, bool Accepts = false)
{
    /// <summary>Gets the gate at which the call waits first. With <see cref="FaultKind.Hang"/>, the call succeeds when the gate opens.</summary>
    [JsonIgnore]
    public Gate? Gate { get; init; }
}
