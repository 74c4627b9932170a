namespace Nudge.SchedulerService.Shards;

internal static class ShardsExtensions
{
    /// <summary>
    /// Adds the ownership of shards. To be added before whatever delivers: services stop in the reverse order, and the session has to
    /// outlive the settling of what was in flight.
    /// </summary>
    public static IHostApplicationBuilder AddShards(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ShardOwner>().AddHostedService(services => services.GetRequiredService<ShardOwner>());
        builder.Services.AddHostedService<ShardNoticeListener>();
        builder.Services.AddHostedService<ShardMetrics>();
        return builder;
    }
}
