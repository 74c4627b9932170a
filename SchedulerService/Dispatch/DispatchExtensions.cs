namespace Nudge.SchedulerService.Dispatch;

internal static class DispatchExtensions
{
    /// <summary>Adds the dispatcher.</summary>
    public static IHostApplicationBuilder AddDispatch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<Dispatcher>();
        return builder;
    }
}
