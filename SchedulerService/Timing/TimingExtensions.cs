using Quartz;

namespace Nudge.SchedulerService.Timing;

internal static class TimingExtensions
{
    /// <summary>Adds the clock, and Quartz hosted on it.</summary>
    public static IHostApplicationBuilder AddTiming(this IHostApplicationBuilder builder)
    {
        // The machine's clock is read once, here; from then on only elapsed time counts.
        var clock = new StoreClock(TimeProvider.System.GetUtcNow(), ElapsedTime.Create());
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(clock);

        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();

        builder.Services.AddSingleton<WakeUps>();
        builder.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(clock);
            quartz.UseInMemoryStore();
            quartz.AddJob<WakeUpJob>(job => job.WithIdentity(WakeUpJob.Key).StoreDurably());
            quartz.AddJob<Housekeeping>(job => job.WithIdentity(Housekeeping.Key));
            quartz.AddTrigger(trigger => trigger
                .ForJob(Housekeeping.Key)
                .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromHours(1)).RepeatForever()));
        });
        builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        builder.Services.AddHostedService<SafetyNet>();
        return builder;
    }
}
