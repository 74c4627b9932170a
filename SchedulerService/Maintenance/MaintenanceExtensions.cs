using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Shards;
using Quartz;

namespace Nudge.SchedulerService.Maintenance;

internal static class MaintenanceExtensions
{
    /// <summary>Adds Quartz with its jobs, and the safety net for lost wake-ups.</summary>
    public static IHostApplicationBuilder AddMaintenance(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();

        builder.AddQuartz(quartz =>
        {
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
