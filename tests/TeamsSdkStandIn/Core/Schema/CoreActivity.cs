using System.Text.Json.Nodes;

namespace Microsoft.Teams.Core.Schema;

public class CoreActivity
{
    internal CoreActivity(JsonObject json) => Json = json;

    public string Type => Json["type"]?.GetValue<string>() ?? "message";

    public string? Id => Json["id"]?.GetValue<string>();

    internal JsonObject Json { get; }

    public virtual string ToJson() => Json.ToJsonString();
}
