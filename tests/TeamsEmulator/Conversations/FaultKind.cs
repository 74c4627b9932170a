using System.Text.Json.Serialization;

namespace Nudge.TeamsEmulator.Conversations;

[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>An answer with an error status.</summary>
    Answer,

    /// <summary>No answer, for as long as the bot waits.</summary>
    Hang,

    /// <summary>The connection breaks.</summary>
    Cut,
}
