using Quartz;

namespace Nudge.SchedulerService.Timing;

internal static class TimingExtensions
{
    /// <summary>Adds the clock, and Quartz, which runs on it.</summary>
    public static IHostApplicationBuilder AddTiming(this IHostApplicationBuilder builder)
    {
        // The machine's clock is read once, here. After that only elapsed time counts. A store with a clock of its own sets this clock.
        var clock = new StoreClock(TimeProvider.System.GetUtcNow(), new PromptTimers(ElapsedTime.Create()));
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
            quartz.AddHourly<Housekeeping>(Housekeeping.Key);
            quartz.AddHourly<TimeZoneUpdate>(TimeZoneUpdate.Key);
        });
        builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        builder.Services.AddHostedService<SafetyNet>();
        return builder;
    }

    /// <summary>Adds a job that runs at the start and then every hour.</summary>
    private static void AddHourly<TJob>(this IQuartzBuilder quartz, JobKey key)
        where TJob : IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(key));
        quartz.AddTrigger(trigger => trigger
            .ForJob(key)
            .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromHours(1)).RepeatForever()));
    }
}
