using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Quartz;

namespace Nudge.Bench;

/// <summary>The same work on Quartz' own persistent store: one trigger for each reminder, fired in the process, no network in between.</summary>
internal static class QuartzStore
{
    public static async Task SpikeAsync(int count, Report report)
    {
        var data = Directory.CreateTempSubdirectory("quartz-bench-");
        try
        {
            var connection = $"Data Source={Path.Combine(data.FullName, "quartz.db")};Pooling=true";
            await RunAsync(connection, count, report);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            data.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string connection, int count, Report report)
    {
        var scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(options => options.MaxBatchSize = 10);
            quartz.UseDefaultThreadPool(10);
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(connection);
                store.ProvisionSchema();
            });
        }).BuildScheduler();

        var job = JobBuilder.Create<CountDown>().WithIdentity("reminder").StoreDurably().Build();
        await scheduler.AddJob(job);
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5 + (count / 200.0));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await scheduler.ScheduleJob(
                TriggerBuilder.Create().WithIdentity($"r{i}").ForJob(job).StartAt(due).UsingJobData("user", $"user-{i}").Build());
        }

        report.Add("quartz.register", count / Stopwatch.GetElapsedTime(started).TotalSeconds, "/s");

        CountDown.Reset(count);
        await scheduler.Start();
        await CountDown.Done;
        report.Add("quartz.spike", count / (TimeProvider.System.GetUtcNow() - due).TotalSeconds, "/s");
        await scheduler.Shutdown();
    }

    /// <summary>The job: as little as can be.</summary>
    private sealed class CountDown : IJob
    {
        private static TaskCompletionSource s_done = new();
        private static int s_left;

        public static Task Done => s_done.Task;

        public static void Reset(int count)
        {
            s_done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            s_left = count;
        }

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Decrement(ref s_left) == 0)
                s_done.SetResult();
            return ValueTask.CompletedTask;
        }
    }
}
