namespace Microsoft.Teams.Core;

public class SendActivityResponse
{
    public string? Id { get; set; }
}
