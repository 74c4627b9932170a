using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Maintenance;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;
using Quartz;

namespace Nudge.SchedulerService.Tests.Shards;

public sealed class WakeUpsTests
{
    [Fact]
    public async Task Expect_WithSeveralInstants_MovesTheTriggerOnlyEarlier()
    {
        await using var scheduler = await OwningAsync();
        var wakeUps = scheduler.Services.GetRequiredService<WakeUps>();
        var quartz = await QuartzAsync(scheduler);
        var start = Instant.Floor(TimeProvider.System.GetUtcNow().AddHours(1));

        foreach (var (shard, later) in new[] { (5, 2_000), (5, 3_000), (7, 1_000), (6, 2_500), (5, 1_500) })
            await wakeUps.ExpectAsync(shard, start.Plus(later));

        Assert.Equal(start.Plus(1_000), Instant.Floor((await quartz.GetTrigger(WakeUpJob.TriggerKey))!.StartTimeUtc));
    }

    [Fact]
    public async Task Fired_WithLaterInstants_SetsTheTriggerToTheEarliest()
    {
        await using var scheduler = await OwningAsync();
        var wakeUps = scheduler.Services.GetRequiredService<WakeUps>();
        var quartz = await QuartzAsync(scheduler);
        var start = Instant.Floor(TimeProvider.System.GetUtcNow());

        foreach (var (shard, later) in new[] { (5, 3_700_000), (6, 3_600_000), (7, 300) })
            await wakeUps.ExpectAsync(shard, start.Plus(later));

        await Eventually.HoldsAsync(
            "trigger at the next instant",
            async () => await quartz.GetTrigger(WakeUpJob.TriggerKey) is { } trigger && Instant.Floor(trigger.StartTimeUtc) == start.Plus(3_600_000));
    }

    [Fact]
    public async Task Expect_WithATriggerThatNeverFired_FiresAgain()
    {
        await using var scheduler = await OwningAsync();
        var wakeUps = scheduler.Services.GetRequiredService<WakeUps>();
        var clock = scheduler.Services.GetRequiredService<StoreClock>();
        var quartz = await QuartzAsync(scheduler);

        // Quartz does not notice that the hours pass, because it sleeps by the machine's timers.
        await wakeUps.ExpectAsync(shard: 5, Instant.Floor(clock.GetUtcNow().AddSeconds(50)));
        clock.Start(clock.GetUtcNow().AddHours(3));
        await wakeUps.ExpectAsync(shard: 5, Instant.Floor(clock.GetUtcNow().AddMilliseconds(300)));

        await Eventually.HoldsAsync("fired trigger", async () => await quartz.GetTrigger(WakeUpJob.TriggerKey) is null, TimeSpan.FromSeconds(5));
    }

    /// <summary>
    /// Quartz has its own handling of triggers that it missed by more than a minute. That handling must use the same clock as everything else.
    /// </summary>
    [Fact]
    public async Task Clock_HoursAheadOfTheMachine_FiresMissedTriggersAndContinuesJobs()
    {
        await using var scheduler = await OwningAsync();
        var clock = scheduler.Services.GetRequiredService<StoreClock>();
        var quartz = await QuartzAsync(scheduler);

        // The instant is further ahead than Quartz looks, so Quartz has not acquired the trigger when the hours pass. Running a job makes Quartz look
        // again.
        await scheduler.Services.GetRequiredService<WakeUps>().ExpectAsync(shard: 5, Instant.Floor(clock.GetUtcNow().AddSeconds(50)));
        clock.Start(clock.GetUtcNow().AddHours(3));
        await quartz.TriggerJob(Housekeeping.Key);

        await Eventually.HoldsAsync("fired trigger", async () => await TriggerAsync(WakeUpJob.TriggerKey) is null);
        foreach (var job in new[] { Housekeeping.Key, TimeZoneUpdate.Key })
        {
            await Eventually.HoldsAsync($"next time of {job}", async () =>
                (await quartz.GetTriggersOfJob(job)).Any(trigger => trigger.NextFireTimeUtc > clock.GetUtcNow()));
        }

        // A Quartz that is busy in a loop does not answer.
        Task<ITrigger?> TriggerAsync(TriggerKey key) => quartz.GetTrigger(key).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task SafetyNet_WhileQuartzStandsStill_Delivers()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        await (await QuartzAsync(scheduler)).Standby();

        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMilliseconds(500)));
        var received = await bot.NextAsync();

        Assert.True(received.Lateness >= TimeSpan.Zero, $"{-received.Lateness} early");
    }

    private static async Task<SchedulerHost> OwningAsync()
    {
        var scheduler = await SchedulerHost.StartAsync();
        var owner = scheduler.Services.GetRequiredService<ShardOwner>();
        await Eventually.HoldsAsync("owned shards", () => Task.FromResult(owner.Owned.Count == Shard.Count));
        return scheduler;
    }

    private static async Task<IScheduler> QuartzAsync(SchedulerHost scheduler) =>
        await scheduler.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
}
