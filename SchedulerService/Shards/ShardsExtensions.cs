namespace Nudge.SchedulerService.Shards;

internal static class ShardsExtensions
{
    /// <summary>
    /// Adds the ownership of shards and the state of owned shards. Call it before the services that deliver are added: services stop in reverse
    /// order, and the session must outlive the settling of deliveries in flight.
    /// </summary>
    public static IHostApplicationBuilder AddShards(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ShardPulses>();
        builder.Services.AddSingleton<ReadingProgress>();
        builder.Services.AddSingleton<InFlight>();
        builder.Services.AddSingleton<WakeUps>();
        builder.Services.AddSingleton<ShardOwner>().AddHostedService(services => services.GetRequiredService<ShardOwner>());
        builder.Services.AddHostedService<ShardNoticeListener>();
        builder.Services.AddHostedService<ShardMetrics>();
        return builder;
    }
}
