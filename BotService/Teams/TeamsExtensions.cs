using Microsoft.AspNetCore.Mvc;
using Nudge.BotService.Activities;
using Nudge.BotService.Channel;

namespace Nudge.BotService.Teams;

internal static class TeamsExtensions
{
    private const string Messages = "/api/messages";
    private const long MaxActivityBytes = 1024 * 1024;

    /// <summary>Adds the adapter to Teams: the Teams SDK when the build has it, otherwise <see cref="ActivityProtocol"/>.</summary>
    public static void AddTeams(this IHostApplicationBuilder builder)
    {
#if TEAMS_SDK
        builder.AddTeamsSdk();
#else
        builder.Services.AddTeamsHttpClient(ActivityProtocol.ClientName);
        builder.Services.AddAdapter<ActivityProtocol>();
        if (!builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService(_ => new RefusedStart(
                $"this build has no Teams SDK and does not authenticate Teams, so it runs in the Development environment only. The environment is {builder.Environment.EnvironmentName}."));
        }
#endif
    }

    /// <summary>Adds an adapter to Teams as the channel, and measures its calls.</summary>
    public static void AddAdapter<TAdapter>(this IServiceCollection services)
        where TAdapter : class, IChannel
    {
        services.AddSingleton<TAdapter>();
        services.AddSingleton<IChannel>(provider => new MeasuredChannel(provider.GetRequiredService<TAdapter>(), provider.GetRequiredService<TeamsCallMetrics>()));
    }

    /// <summary>Maps the endpoint to which Teams posts activities.</summary>
    public static void MapTeams(this WebApplication app)
    {
        var messages = app.MapGroup("").AddEndpointFilter<BadActivityFilter>().WithMetadata(new RequestSizeLimitAttribute(MaxActivityBytes));
#if TEAMS_SDK
        messages.MapTeamsSdk(Messages);
#else
        messages.MapPost(Messages, ActivityEndpoint.ReceiveAsync).AddEndpointFilter<LocalOnlyFilter>();
#endif
    }
}
