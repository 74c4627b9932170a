namespace Nudge.BotService.Limits;

internal static class LimitsExtensions
{
    public static void AddLimits(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<CallLimiter>();
}
