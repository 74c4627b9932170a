using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Pacing;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>Whom the scheduler may call, and how hard. Section <c>Callbacks</c>.</summary>
internal sealed class CallbackOptions
{
    public const string Section = "Callbacks";

    /// <summary>The target of a reminder that names none.</summary>
    public const string DefaultTarget = "bot";

    /// <summary>
    /// The addresses of the callbacks by their names: <c>http://host:port</c>, or <c>http://_endpoint.service</c> for service discovery.
    /// At least one.
    /// </summary>
    [Required, MinLength(1)]
    public Dictionary<string, Uri> Targets { get; set; } = [];

    /// <summary>How fast the lanes of a target go, by the target's name. One that is not here is not paced.</summary>
    public Dictionary<string, LaneOptions> Lanes { get; set; } = [];

    /// <summary>Deliveries in flight on one endpoint's stream: 1 to 100,000. Default: 4,096, of which some are on their way, some answered, and some being written.</summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 4096;

    /// <summary>
    /// How long a delivery may stay unanswered before it is made again: a second to an hour. Default: a minute, twice what a bot's own
    /// handler and Teams take at worst.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// After how many streams that broke while it was outstanding a delivery is given up as FAILED: 1 to 1,000. Default: 10, which the
    /// backoff between them spreads over minutes.
    /// </summary>
    [Range(1, 1000)]
    public int MaxBrokenStreams { get; set; } = 10;

    /// <summary>How long a stop waits for what is in flight to be answered: 0 to a minute. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class CallbackOptionsValidator : IValidateOptions<CallbackOptions>;
