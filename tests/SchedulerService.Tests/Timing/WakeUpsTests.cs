using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;
using Quartz;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class WakeUpsTests
{
    [Fact]
    public async Task Expect_OnlyEverMovesAShardsTriggerEarlier()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var wakeUps = scheduler.Services.GetRequiredService<WakeUps>();
        await Eventually.HoldsAsync("owned shard", () => Task.FromResult(scheduler.Services.GetRequiredService<ShardOwner>().Owns(5)));
        var quartz = await scheduler.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var start = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();

        foreach (var later in new[] { 2_000, 3_000, 1_000, 2_500 })
            await wakeUps.ExpectAsync(shard: 5, start + later, CancellationToken.None);

        var trigger = await quartz.GetTrigger(WakeUpJob.TriggerKey(5));
        Assert.Equal(start + 1_000, trigger!.StartTimeUtc.ToUnixTimeMilliseconds());
    }

    /// <summary>Quartz deals with what it missed by more than a minute in a way of its own, which has to go by the same clock as everything else.</summary>
    [Fact]
    public async Task Clock_HoursAheadOfTheMachines_WhatWasMissedFiresAndTheRestGoesOn()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var wakeUps = scheduler.Services.GetRequiredService<WakeUps>();
        var clock = scheduler.Services.GetRequiredService<StoreClock>();
        await Eventually.HoldsAsync("owned shards", () => Task.FromResult(scheduler.Services.GetRequiredService<ShardOwner>().Owned.Count == Shard.Count));
        var quartz = await scheduler.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();

        // Further ahead than Quartz looks, so that it has not taken it in hand when the hours pass.
        await wakeUps.ExpectAsync(shard: 5, clock.GetUtcNow().AddSeconds(50).ToUnixTimeMilliseconds(), CancellationToken.None);
        clock.Start(clock.GetUtcNow().AddHours(3));
        await wakeUps.ExpectAsync(shard: 6, clock.GetUtcNow().AddMilliseconds(300).ToUnixTimeMilliseconds(), CancellationToken.None);

        foreach (var shard in new[] { 5, 6 })
            await Eventually.HoldsAsync($"fired trigger of shard {shard}", async () => await TriggerAsync(WakeUpJob.TriggerKey(shard)) is null);
        foreach (var job in new[] { Housekeeping.Key, TimeZoneUpdate.Key })
        {
            var hourly = Assert.Single(await quartz.GetTriggersOfJob(job));
            await Eventually.HoldsAsync($"next time of {job}", async () => (await TriggerAsync(hourly.Key))!.NextFireTimeUtc > clock.GetUtcNow());
        }

        Task<ITrigger?> TriggerAsync(TriggerKey key) => quartz.GetTrigger(key).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Quartz_StandsStill_TheSafetyNetDelivers()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        await (await scheduler.Services.GetRequiredService<ISchedulerFactory>().GetScheduler()).Standby();

        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMilliseconds(500)));
        var received = await bot.NextAsync();

        Assert.True(received.Lateness >= TimeSpan.Zero, $"{-received.Lateness} early");
    }
}
