using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Maintenance;

/// <summary>The retention times: how long the scheduler keeps settled data. Section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Gets or sets how long settled reminders are kept: 1 hour to 10 years. Default: 30 days, for monthly reports.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Settled { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how long dead letters are kept for Retry: 1 hour to 10 years. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Gets or sets how long request ids are kept: 1 day, which the contract promises, to 10 years. Default: 25 hours.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Requests { get; set; } = TimeSpan.FromHours(25);

    /// <summary>Gets or sets how long audit records are kept: 1 hour to 10 years. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3653.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(90);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
