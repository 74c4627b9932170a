namespace Microsoft.Teams.Apps.Schema;

public sealed class TeamsAttachmentBuilder
{
    internal TeamsAttachmentBuilder()
    {
    }
}
