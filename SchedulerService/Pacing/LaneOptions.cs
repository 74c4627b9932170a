using System.ComponentModel.DataAnnotations;

namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// The limits of the lanes of a callback. Section <c>Callbacks:Lanes:</c> followed by the name of the callback. Without this section the lanes have
/// no limits.
/// </summary>
internal sealed class LaneOptions
{
    /// <summary>
    /// Gets or sets the average number of deliveries a second in one lane: 0 to 1,000,000. With 0 the lanes have no limits. Default: 46. Teams allows
    /// an app 50 requests a second in a tenant, and ordinary replies need some of them.
    /// </summary>
    [Range(0, 1_000_000)]
    public double PerSecond { get; set; } = 46;

    /// <summary>
    /// Gets or sets how many deliveries may go at once after a pause: 1 to 1,000. No second has more than this many above <see cref="PerSecond"/>.
    /// Default: 2, so that a lane makes up for a slightly late delivery.
    /// </summary>
    [Range(1, 1000)]
    public int Burst { get; set; } = 2;

    /// <summary>
    /// Gets or sets how many deliveries of one lane may be unsettled: 1 to 100,000. Default: 128, nearly three seconds of deliveries in a tenant.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 128;

    /// <summary>
    /// Gets or sets how many reminders of one lane may wait in memory for a slot: 1 to 10,000. Further reminders are deferred in the store until
    /// their slot, which costs one write each. Default: 100, because each read of the shard reads past the waiting reminders.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxWaiting { get; set; } = 100;
}
