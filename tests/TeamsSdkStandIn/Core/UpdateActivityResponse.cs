namespace Microsoft.Teams.Core;

public class UpdateActivityResponse
{
    public string? Id { get; set; }
}
