using System.Text.Json.Serialization;
using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps.Schema;

public class TeamsChannelAccount : ChannelAccount
{
    [JsonPropertyName("aadObjectId")]
    public string? AadObjectId { get; set; }
}
