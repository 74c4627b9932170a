using System.Globalization;
using Quartz;

namespace Nudge.SchedulerService.Timing;

/// <summary>What Quartz runs when a shard needs a look.</summary>
internal sealed class WakeUpJob(WakeUps wakeUps) : IJob
{
    public static readonly JobKey Key = new("wake-up");

    public static TriggerKey TriggerKey(int shard) => new(shard.ToString(CultureInfo.InvariantCulture), Key.Name);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var shard = int.Parse(context.Trigger.Key.Name, CultureInfo.InvariantCulture);
        wakeUps.Fired(shard, context.Trigger.StartTimeUtc.ToUnixTimeMilliseconds());
        return ValueTask.CompletedTask;
    }
}
