using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Schedules;

internal static class SchedulesExtensions
{
    /// <summary>Adds the calendar and its time-zone data.</summary>
    public static IHostApplicationBuilder AddSchedules(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ScheduleOptions>().BindConfiguration(ScheduleOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ScheduleOptions>, ScheduleOptionsValidator>();
        builder.Services.AddSingleton<TimeZones>();
        builder.Services.AddSingleton<Calendar>();
        return builder;
    }
}
