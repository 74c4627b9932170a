using Quartz;

namespace Nudge.SchedulerService.Timing;

/// <summary>What Quartz runs when some shard needs a look.</summary>
internal sealed class WakeUpJob(WakeUps wakeUps) : IJob
{
    public static readonly JobKey Key = new("wake-up");

    public static readonly TriggerKey TriggerKey = new(Key.Name);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await wakeUps.FiredAsync();
        }
        catch (SchedulerException) when (context.Scheduler.Status == SchedulerStatus.Shutdown)
        {
            // Nothing comes next.
        }
    }
}
