using System.ComponentModel.DataAnnotations;

namespace Nudge.SchedulerService.Pacing;

/// <summary>How fast the lanes of a callback go. Section <c>Callbacks:Lanes:</c> and the name of the callback; a callback that has none is not paced.</summary>
internal sealed class LaneOptions
{
    /// <summary>
    /// Deliveries a second in one lane, on average: up to 1,000,000; 0: as many as there are. Default: 46, since Teams allows an app 50 requests a
    /// second in a tenant, of which ordinary replies need some.
    /// </summary>
    [Range(0, 1_000_000)]
    public double PerSecond { get; set; } = 46;

    /// <summary>
    /// How many may go at once after a pause: 1 to 1,000. In any second there are at most this many more than <see cref="PerSecond"/>. Default: 2,
    /// so that what went a little late is made up for.
    /// </summary>
    [Range(1, 1000)]
    public int Burst { get; set; } = 2;

    /// <summary>Deliveries of one lane that are not settled, at most: 1 to 100,000. Default: 128, nearly three seconds' worth in a tenant.</summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 128;

    /// <summary>
    /// How many of one lane wait in memory for their slot: 1 to 10,000. What is beyond is put back in the store until its slot's time, which costs a
    /// write each. Default: 100, for what is waiting is read past whenever its shard is looked at.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxWaiting { get; set; } = 100;
}
