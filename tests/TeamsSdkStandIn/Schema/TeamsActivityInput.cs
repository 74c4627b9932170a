using System.Text.Json.Nodes;

namespace Microsoft.Teams.Apps.Schema;

public class TeamsActivityInput
{
    internal TeamsActivityInput()
    {
    }

    internal JsonObject Json { get; } = new() { ["type"] = "message" };
}
