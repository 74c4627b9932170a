using Nudge.BotService.Activities;

namespace Nudge.BotService;

internal static class BotExtensions
{
    /// <summary>Adds the clock, the handler of activities, and the warm-up.</summary>
    public static void AddBot(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Contacts>().AddSingleton<Replies>().AddSingleton<IActivityHandler, Bot>();
        builder.Services.AddHostedService<WarmUp>();
    }
}
