namespace Nudge.SchedulerService.Timing;

internal static class TimingExtensions
{
    /// <summary>Adds the clock.</summary>
    public static IHostApplicationBuilder AddTiming(this IHostApplicationBuilder builder)
    {
        // The machine's clock is read once, here. After that only elapsed time counts. A store with a clock of its own sets this clock.
        var clock = new StoreClock(TimeProvider.System.GetUtcNow(), ElapsedTime.Create());
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(clock);
        return builder;
    }
}
