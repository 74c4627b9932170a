using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Storage;
using Quartz;

namespace Nudge.SchedulerService.Maintenance;

/// <summary>Deletes data that is older than its retention time, in commits small enough that no other transaction waits for long.</summary>
[DisallowConcurrentExecution]
internal sealed class Housekeeping(IReminderStore store, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<Housekeeping> log) : IJob
{
    public static readonly JobKey Key = new("housekeeping");

    private const int RowsPerCommit = 500;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var before = new Retirement(
            Instant.Ceiling(now - options.Value.Settled),
            Instant.Ceiling(now - options.Value.DeadLetters),
            Instant.Ceiling(now - options.Value.Requests),
            Instant.Ceiling(now - options.Value.Audit));

        int forgotten;
        var total = 0;
        do
        {
            forgotten = await store.ForgetAsync(before, RowsPerCommit);
            total += forgotten;
        }
        while (forgotten == RowsPerCommit && !cancellationToken.IsCancellationRequested);

        if (total > 0)
            log.Forgot(total);
    }
}
