using System.Text.Json.Serialization;

namespace Nudge.TeamsEmulator.Conversations;

[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>A status that is no success.</summary>
    Answer,

    /// <summary>No answer, for as long as the bot waits.</summary>
    Hang,

    /// <summary>The connection breaks.</summary>
    Cut,
}
