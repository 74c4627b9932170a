using Nudge.BotService.Memory;
using Nudge.Teams;

namespace Nudge.BotService;

internal static class BotExtensions
{
    /// <summary>Adds the handler of activities, and the warm-up.</summary>
    public static void AddBot(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Installations>().AddSingleton<Replies>().AddSingleton<IActivityHandler, Bot>();
        builder.Services.AddHostedService<WarmUp>();
    }
}
