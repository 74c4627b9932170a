using Microsoft.AspNetCore.Mvc;

namespace Nudge.BotService.Channel;

internal static class ChannelExtensions
{
    private const string Messages = "/api/messages";
    private const long MaxActivityBytes = 1024 * 1024;

    /// <summary>Adds the channel to Teams: the Teams SDK when the build has it, otherwise <see cref="ActivityProtocol"/>.</summary>
    public static void AddChannel(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServiceUrls>();
        builder.Services.AddSingleton<TeamsCalls>();
#if TEAMS_SDK
        builder.AddTeamsSdk();
#else
        builder.Services.AddTeamsHttpClient(ActivityProtocol.ClientName);
        builder.Services.AddChannel<ActivityProtocol>();
        if (!builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService(_ => new RefusedStart(
                $"this build has no Teams SDK and does not authenticate Teams, so it runs in the Development environment only. The environment is {builder.Environment.EnvironmentName}."));
        }
#endif
    }

    /// <summary>Adds a channel to Teams, and measures its calls.</summary>
    public static void AddChannel<TChannel>(this IServiceCollection services)
        where TChannel : class, IChannel
    {
        services.AddSingleton<TeamsCallMetrics>();
        services.AddSingleton<TChannel>();
        services.AddSingleton<IChannel>(provider => new MeasuredChannel(provider.GetRequiredService<TChannel>(), provider.GetRequiredService<TeamsCallMetrics>()));
    }

    /// <summary>Maps the endpoint to which Teams posts activities.</summary>
    public static void MapChannel(this WebApplication app)
    {
        var messages = app.MapGroup("").AddEndpointFilter<BadActivityFilter>().WithMetadata(new RequestSizeLimitAttribute(MaxActivityBytes));
#if TEAMS_SDK
        messages.MapTeamsSdk(Messages);
#else
        messages.MapPost(Messages, ActivityEndpoint.ReceiveAsync).AddEndpointFilter<LocalOnlyFilter>();
#endif
    }
}
