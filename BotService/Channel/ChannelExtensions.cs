namespace Nudge.BotService.Channel;

internal static class ChannelExtensions
{
    /// <summary>Adds what every call to Teams needs.</summary>
    public static void AddChannel(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<ServiceUrls>().AddSingleton<TeamsCalls>().AddSingleton<TeamsCallMetrics>().AddSingleton<ConversationOpener>();
}
