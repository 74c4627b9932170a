using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>How late something is that was made on a node that does not own its shard.</summary>
public sealed class NoticeLossTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private const int Reminders = 200;

    [Fact]
    public async Task Notices_ThatAreAllLost_CostAtMostTheSafetyNetsSecond()
    {
        var lateness = await MaxLatenessAsync(services => services.AddSingleton<IShardNotices, SilentNotices>());

        // What nobody told it of was found by looking, and so hardly ever at its very time.
        Assert.InRange(lateness, TimeSpan.FromMilliseconds(300), InRealTime.Within(TimeSpan.FromSeconds(1.25)));
    }

    [Fact]
    public async Task Notices_ThatAreHeard_MakeItPrompt() =>
        Assert.InRange(await MaxLatenessAsync(configure: null), TimeSpan.Zero, InRealTime.Within(TimeSpan.FromMilliseconds(300)));

    private async Task<TimeSpan> MaxLatenessAsync(Action<IServiceCollection>? configure)
    {
        await using var bot = await FakeBot.StartAsync();
        await using var maker = await HostAsync(bot, configure);
        await using var owner = await HostAsync(bot, configure);
        await BalancedAsync(32, 32);
        var owned = await HalfAsync(owner);

        // One at a time, so that each comes at another moment of the safety net's second.
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

    /// <summary>What a node knows to be its own: it is told of a lock after PostgreSQL shows it.</summary>
    private static Task<IReadOnlyList<int>> HalfAsync(SchedulerHost host)
    {
        var owner = host.Services.GetRequiredService<ShardOwner>();
        return Eventually.GetAsync("half that it knows", () => Task.FromResult(owner.Owned is { Count: 32 } half ? half : null));
    }
}
