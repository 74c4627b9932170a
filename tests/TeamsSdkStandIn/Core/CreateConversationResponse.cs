namespace Microsoft.Teams.Core;

public class CreateConversationResponse
{
    public string? Id { get; set; }
}
