#if TEAMS_SDK
using Microsoft.Teams.Apps;

namespace Nudge.BotService.Teams;

internal static class TeamsSdkExtensions
{
    /// <summary>The name of the HTTP client that the SDK sends with.</summary>
    private const string ClientName = "BotConversationClient";

    public static void AddTeamsSdk(this IHostApplicationBuilder builder)
    {
        var registration = new BotRegistration(builder.Configuration, builder.Environment);
        if (registration.WhyRefused() is { } reason)
        {
            builder.Services.AddHostedService(_ => new RefusedStart(reason));
            return;
        }

        registration.CloseWhereRegistered();
        builder.Services.AddTeamsHttpClient(ClientName, () => builder.Services.AddTeamsBotApplication());
        builder.Services.AddAdapter<TeamsSdk>();
    }

    public static void MapTeamsSdk(this RouteGroupBuilder messages, string path)
    {
        var services = ((IEndpointRouteBuilder)messages).ServiceProvider;
        if (services.GetService<TeamsBotApplication>() is null)
            return;

        var registration = new BotRegistration(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>());
        messages.AddEndpointFilter(registration.IsOpen ? new LocalOnlyFilter() : new TeamsIssuerFilter(registration.TokenIssuer));
        messages.UseTeamsBotApplication(path).UseMiddleware(ActivatorUtilities.CreateInstance<TeamsSdkReceiver>(services));
    }
}
#endif
