namespace Nudge.SchedulerService.Outcomes;

internal static class OutcomesExtensions
{
    /// <summary>Adds the settler. Call it before the callbacks are added: services stop in reverse order, and the settler writes their last outcomes.</summary>
    public static IHostApplicationBuilder AddOutcomes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Series>();
        builder.Services.AddSingleton<Settler>().AddHostedService(services => services.GetRequiredService<Settler>());
        builder.Services.AddHostedService<DeliveryMetrics>();
        return builder;
    }
}
