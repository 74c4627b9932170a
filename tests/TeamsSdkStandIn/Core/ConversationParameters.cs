using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Core;

public class ConversationParameters
{
    public bool? IsGroup { get; set; }

    public ChannelAccount? Bot { get; set; }

    public IList<ChannelAccount>? Members { get; set; }

    public object? ChannelData { get; set; }

    public string? TenantId { get; set; }
}
