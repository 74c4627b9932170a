using Npgsql;
using Nudge.Bench.Deployments;
using Nudge.Bench.Scenarios;
using Quartz;

namespace Nudge.Bench.Peers;

/// <summary>Quartz' persistent store: one trigger for each reminder.</summary>
internal sealed class QuartzStore : IInProcessPeer
{
    /// <summary>
    /// The size of the thread pool. Quartz commits before and after each job, so more threads can share a flush of the log. The batch size equals
    /// the pool size, which is the most that Quartz allows and its default on a database.
    /// </summary>
    private const int Threads = 32;

    private readonly PeerDatabase _database;
    private readonly StandaloneSchedulerFactory _factory;
    private readonly IScheduler _scheduler;
    private readonly IJobDetail _job = JobOf("reminder");

    private QuartzStore(PeerDatabase database, StandaloneSchedulerFactory factory, IScheduler scheduler) =>
        (_database, _factory, _scheduler) = (database, factory, scheduler);

    public int? MaxBatch => 500;

    public static async Task<IInProcessPeer> CreateAsync(StoreServer server)
    {
        var database = await PeerDatabase.CreateAsync(server);
        var factory = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(options => options.MaxBatchSize = Threads);
            quartz.UseDefaultThreadPool(Threads);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString);
                store.ProvisionSchema();
                store.ConfigureStore(options =>
                {
                    options.StoreJobDataAsStrings = true;
                    // With this lock, callers would commit one after the other.
                    options.LockOnInsert = false;
                    // The last triggers of a spike must not count as misfires. Each misfire costs one more write.
                    options.MisfireThreshold = TimeSpan.FromHours(1);
                });
            });
        }).Build();
        var peer = new QuartzStore(database, factory, await factory.GetScheduler());
        await peer._scheduler.AddJob(peer._job);
        return peer;
    }

    public async Task RegisterAsync(int number, DateTimeOffset due) => await _scheduler.ScheduleJob(Trigger(_job, number, due));

    public async Task RegisterAsync(int first, int count, DateTimeOffset due)
    {
        // Each batch has its own job, so it need not replace a stored one. With replacement, Quartz would look up each trigger.
        var job = JobOf($"reminders-{first}");
        var triggers = Enumerable.Range(first, count).Select(number => Trigger(job, number, due)).ToList();
        await _scheduler.ScheduleJobs(new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [job] = triggers });
    }

    public async Task StartAsync() => await _scheduler.Start();

    public async Task StopAsync() => await _scheduler.Standby();

    public Task<long> CountLeftAsync() => _database.CountAsync("select count(*) from qrtz_triggers");

    public async ValueTask DisposeAsync()
    {
        await _scheduler.Shutdown(waitForJobsToComplete: true);
        await _factory.DisposeAsync();
        _database.Dispose();
    }

    private static IJobDetail JobOf(string name) => JobBuilder.Create<Job>().WithIdentity(name).StoreDurably().Build();

    private static ITrigger Trigger(IJobDetail job, int number, DateTimeOffset due) => TriggerBuilder.Create().WithIdentity($"r{number}").ForJob(job)
        .StartAt(due).UsingJobData("user", $"user-{number}").UsingJobData("text", Registration.Text).Build();

    private sealed class Job : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Tally.Add();
            return ValueTask.CompletedTask;
        }
    }
}
