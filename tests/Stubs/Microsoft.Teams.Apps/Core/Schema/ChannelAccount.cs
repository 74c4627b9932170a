namespace Microsoft.Teams.Core.Schema;

public class ChannelAccount
{
    public string? Id { get; set; }

    public string? Name { get; set; }
}
