using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Schedules;

/// <summary>What schedules may be, and where their zones come from. Section <c>Schedules</c>.</summary>
internal sealed class ScheduleOptions
{
    public const string Section = "Schedules";

    /// <summary>
    /// How far apart two instants of one schedule are at least: a second to a day. Default: a minute, below which a reminder is noise to
    /// whoever reads it. One-shot reminders are not limited.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many missed occurrences are delivered at most under CATCH_UP_POLICY_ALL, the latest ones: 1 to 1,000. Default: 100, an hour and a
    /// half of a reminder each minute.
    /// </summary>
    [Range(1, 1000)]
    public int MaxCatchUp { get; set; } = 100;

    /// <summary>
    /// A file of time-zone data in NodaTime's format (.nzd), so that new rules need no new build. Default: none, which is the data that
    /// was built in.
    /// </summary>
    public string? TimeZoneData { get; set; }
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
