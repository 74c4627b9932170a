using System.Text.Json.Serialization;

namespace Microsoft.Teams.Core.Schema;

public class ChannelAccount
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }
}
