using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Schedules;

/// <summary>Settings for schedules and their time-zone data. Section <c>Schedules</c>.</summary>
internal sealed class ScheduleOptions
{
    public const string Section = "Schedules";

    /// <summary>
    /// Gets or sets the shortest allowed interval between two instants of one schedule: a second to a day. Default: a minute, because more frequent
    /// reminders are noise to their readers. One-shot reminders are not limited.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets the maximum number of missed occurrences that CATCH_UP_POLICY_ALL delivers, the latest ones: 1 to 1,000. Default: 100, about an
    /// hour and a half of a reminder each minute.
    /// </summary>
    [Range(1, 1000)]
    public int MaxCatchUp { get; set; } = 100;

    /// <summary>
    /// Gets or sets the path of a file with time-zone data in NodaTime's format (.nzd), so that new zone rules need no new build. Default: none,
    /// which means the built-in data.
    /// </summary>
    public string? TimeZoneData { get; set; }
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
