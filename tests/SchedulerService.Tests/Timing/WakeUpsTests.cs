using Microsoft.Extensions.DependencyInjection;
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
