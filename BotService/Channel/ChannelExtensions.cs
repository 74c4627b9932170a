namespace Nudge.BotService.Channel;

internal static class ChannelExtensions
{
    /// <summary>Adds what every call to Teams needs.</summary>
    public static void AddChannel(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ServiceUrls>();
        builder.Services.AddSingleton<TeamsCalls>();
        builder.Services.AddSingleton<TeamsCallMetrics>();
        builder.Services.AddSingleton<Openings>();
    }
}
