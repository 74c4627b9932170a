using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Pacing;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>The callbacks that the scheduler may call, and the limits of each. Section <c>Callbacks</c>.</summary>
internal sealed class CallbackOptions
{
    public const string Section = "Callbacks";

    /// <summary>The target of a reminder that names no target.</summary>
    public const string DefaultTarget = "bot";

    /// <summary>
    /// Gets or sets the addresses of the callbacks by name: <c>http://host:port</c>, or <c>http://_endpoint.service</c> for service discovery. At
    /// least one is required.
    /// </summary>
    [Required, MinLength(1)]
    public Dictionary<string, Uri> Targets { get; set; } = [];

    /// <summary>
    /// Gets or sets the keys by which the scheduler authenticates to callbacks, by the name of the target. A key is sent by https, and by http only to this
    /// machine. Default: none, for callbacks on this machine.
    /// </summary>
    public Dictionary<string, string> Keys { get; set; } = [];

    /// <summary>Gets or sets the limits of the lanes of a target, by the name of the target. A target without an entry has no limits.</summary>
    public Dictionary<string, LaneOptions> Lanes { get; set; } = [];

    /// <summary>
    /// Gets or sets how many deliveries may be in flight on one endpoint's stream: 1 to 100,000. Default: 4,096, which covers the deliveries that are
    /// being sent, answered and settled.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 4096;

    /// <summary>
    /// Gets or sets how long a delivery may stay unanswered before the scheduler makes it again: 1 second to 1 hour. Default: 1 minute, twice the
    /// longest time that the bot's handler and Teams take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets the number of streams that break under a reminder until it becomes FAILED: 1 to 1,000. Default: 10, which the backoff between the
    /// breaks spreads over minutes.
    /// </summary>
    [Range(1, 1000)]
    public int MaxBrokenStreams { get; set; } = 10;

    /// <summary>Gets or sets how long a stop waits for the answers to deliveries in flight: 0 to 1 minute. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class CallbackOptionsValidator : IValidateOptions<CallbackOptions>;
