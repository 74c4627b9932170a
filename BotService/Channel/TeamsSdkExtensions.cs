#if TEAMS_SDK
using Microsoft.Teams.Apps;

namespace Nudge.BotService.Channel;

internal static class TeamsSdkExtensions
{
    /// <summary>The name of the HTTP client with which the SDK sends.</summary>
    private const string ClientName = "BotConversationClient";

    private const string AcceptsAnybody = "AzureAd:DangerouslyAllowUnauthenticatedRequests";

    public static void AddTeamsSdk(this IHostApplicationBuilder builder)
    {
        builder.Services.AddTeamsBotApplication();
        builder.Services.AddTeamsHttpClient(ClientName);
        builder.Services.AddChannel<TeamsSdk>();

        // The SDK itself accepts the setting in every environment.
        if (builder.Configuration.GetValue<bool>(AcceptsAnybody))
        {
            builder.Services.AddHostedService(_ => new DevelopmentOnly(
                builder.Environment, $"{AcceptsAnybody} lets anybody speak as Teams, so it is for the Development environment only"));
        }
    }

    public static void MapTeamsSdk(this RouteGroupBuilder messages, string path)
    {
        var services = ((IEndpointRouteBuilder)messages).ServiceProvider;
        messages.UseTeamsBotApplication(path).UseMiddleware(ActivatorUtilities.CreateInstance<TeamsSdkReceiver>(services));
    }
}
#endif
