namespace Nudge.TeamsEmulator.Connector;

internal static class ConnectorExtensions
{
    public static void MapConnector(this WebApplication app)
    {
        var connector = app.Services.GetRequiredService<ConnectorEndpoints>();
        var conversations = app.MapGroup("/teams/v3/conversations");
        conversations.MapPost("", (Delegate)connector.CreateAsync);
        conversations.MapPost("{id}/activities", connector.SendAsync);
        conversations.MapPut("{id}/activities/{activityId}", connector.UpdateAsync);
        conversations.MapGet("{id}/members/{userId}", connector.MemberAsync);
    }
}
