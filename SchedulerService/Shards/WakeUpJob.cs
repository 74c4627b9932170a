using Quartz;

namespace Nudge.SchedulerService.Shards;

/// <summary>The Quartz job that runs when a shard has something due.</summary>
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
            // Quartz has shut down, so no further trigger is needed.
        }
    }
}
