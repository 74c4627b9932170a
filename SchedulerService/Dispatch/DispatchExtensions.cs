using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Dispatch;

internal static class DispatchExtensions
{
    /// <summary>Adds the services that deliver: callbacks, dispatcher and settler.</summary>
    public static IHostApplicationBuilder AddDispatch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CallbackOptions>().BindConfiguration(CallbackOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CallbackOptions>, CallbackOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<CallbackOptions>, LaneOptionsValidator>();

        builder.Services.AddSingleton<ShardPulses>();
        builder.Services.AddSingleton<ReadingProgress>();
        builder.Services.AddSingleton<DeliveryCheck>();
        builder.Services.AddSingleton<InFlight>();
        builder.Services.AddSingleton<Series>();
        builder.Services.AddSingleton<CallbackEndpoints>();
        builder.Services.AddSingleton(services =>
            new SettlementRules(
                services.GetRequiredService<Series>(), services.GetRequiredService<IOptions<CallbackOptions>>().Value.MaxBrokenStreams, Random.Shared));

        // Services stop in reverse order: first the dispatcher, then the streams, then the settler, which writes their last outcomes.
        builder.Services.AddSingleton<Settler>().AddHostedService(services => services.GetRequiredService<Settler>());
        builder.Services.AddSingleton<Callbacks>().AddHostedService(services => services.GetRequiredService<Callbacks>());
        builder.Services.AddHostedService<Dispatcher>();
        builder.Services.AddHostedService<DeliveryMetrics>();
        builder.Services.AddHostedService<LaneMetrics>();
        return builder;
    }
}
