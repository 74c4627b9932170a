using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Timing;

/// <summary>How long the scheduler remembers what is over. Section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Settled reminders: an hour to ten years. Default: 30 days, a month's reports.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Settled { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Failed ones, which somebody may still want to retry: an hour to ten years. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Request ids: a day, which the contract promises, to ten years. Default: a day and an hour.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Requests { get; set; } = TimeSpan.FromHours(25);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
