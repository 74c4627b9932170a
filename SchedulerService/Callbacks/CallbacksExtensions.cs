using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Outcomes;

namespace Nudge.SchedulerService.Callbacks;

internal static class CallbacksExtensions
{
    /// <summary>Adds the streams to the callbacks. Call it before the dispatcher is added: the dispatcher stops first.</summary>
    public static IHostApplicationBuilder AddCallbacks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CallbackOptions>().BindConfiguration(CallbackOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CallbackOptions>, CallbackOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<CallbackOptions>, CallbackTargetsValidator>();

        builder.Services.AddSingleton<DeliveryCheck>();
        builder.Services.AddSingleton<CallbackEndpoints>();
        builder.Services.AddSingleton(services =>
            new SettlementRules(
                services.GetRequiredService<Series>(), services.GetRequiredService<IOptions<CallbackOptions>>().Value.MaxBrokenStreams, Random.Shared));
        builder.Services.AddSingleton<CallbackTargets>().AddHostedService(services => services.GetRequiredService<CallbackTargets>());
        builder.Services.AddHostedService<LaneMetrics>();
        return builder;
    }
}
