using System.Text.Json.Nodes;
using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps.Schema;

public class TeamsActivityInput
{
    internal TeamsActivityInput()
    {
    }

    /// <summary>Gets or sets further fields of the activity. The stand-in takes texts only.</summary>
    public ExtendedPropertiesDictionary Properties { get; set; } = [];

    internal JsonObject Json { get; } = new() { ["type"] = "message" };

    internal JsonObject ToJson()
    {
        var whole = (JsonObject)Json.DeepClone();
        foreach (var (name, value) in Properties)
            whole[name] = (string?)value;
        return whole;
    }
}
