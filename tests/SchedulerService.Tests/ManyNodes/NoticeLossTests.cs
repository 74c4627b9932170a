using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>The lateness of reminders that are created on a node that does not own their shard.</summary>
public sealed class NoticeLossTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private const int Reminders = 200;

    [Fact]
    public async Task Notices_ThatAreAllLost_DelayByAtMostTheSafetyNetsSecond()
    {
        var lateness = await MaxLatenessAsync(services => services.AddSingleton<IShardNotices, SilentNotices>());

        // Without notices, the owner finds reminders only by polling, and so hardly ever on time.
        Assert.InRange(lateness, TimeSpan.FromMilliseconds(300), InRealTime.Within(TimeSpan.FromSeconds(1.25)));
    }

    [Fact]
    public async Task Notices_ThatArrive_MakeDeliveryPrompt() =>
        Assert.InRange(await MaxLatenessAsync(configure: null), TimeSpan.Zero, InRealTime.Within(TimeSpan.FromMilliseconds(300)));

    private async Task<TimeSpan> MaxLatenessAsync(Action<IServiceCollection>? configure)
    {
        await using var bot = await FakeBot.StartAsync();
        await using var maker = await HostAsync(bot, configure);
        await using var owner = await HostAsync(bot, configure);
        await BalancedAsync(32, 32);
        var owned = await HalfAsync(owner);

        // One at a time, so that each reminder is due at a different moment of the safety net's second.
        for (var i = 0; i < Reminders; i++)
        {
            await maker.Client.CreateAsync(Lanes.In(owned[i % owned.Count], TimeProvider.System.GetUtcNow().AddMilliseconds(100)));
            await Load.RunForAsync(TimeSpan.FromMilliseconds(15));
        }

        await Eventually.HoldsAsync("deliveries", () => Task.FromResult(bot.All.Count == Reminders));
        var lateness = new Receipts(bot).MaxLateness();
        Tell($"at most {lateness.TotalMilliseconds:0.0} ms late, {bot.All.Average(received => received.Lateness.TotalMilliseconds):0.0} ms on average");
        return lateness;
    }

    /// <summary>Waits until a node knows its half of the shards. PostgreSQL shows a lock before the node knows of it.</summary>
    private static Task<IReadOnlyList<int>> HalfAsync(SchedulerHost host)
    {
        var owner = host.Services.GetRequiredService<ShardOwner>();
        return Eventually.GetAsync("half of the shards, known to the node", () => Task.FromResult(owner.Owned is { Count: 32 } half ? half : null));
    }
}
