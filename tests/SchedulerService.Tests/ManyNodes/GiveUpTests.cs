using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Shards;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>The release of shards that have deliveries in flight.</summary>
public sealed class GiveUpTests(PostgresCluster cluster) : NodesTest(cluster)
{
    [Fact]
    public async Task GiveUp_WhenTheOtherNodeLeaves_IsUndone()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var otherBot = await FakeBot.StartAsync();
        await using var first = await HostAsync(bot);
        var owner = first.Services.GetRequiredService<ShardOwner>();
        await BalancedAsync(64);
        var answered = new TaskCompletionSource();
        bot.Ready = _ => answered.Task;
        await MakeAsync(first);
        await Eventually.HoldsAsync("deliveries", () => Task.FromResult(bot.All.Count == Lanes.AllShards.Count));

        // Half of the shards are to move to the second node. Deliveries in flight hold them back, and the second node leaves before they move.
        await using (await HostAsync(otherBot))
            await Eventually.HoldsAsync("shards that are being released", () => Task.FromResult(owner.Owned.Count == 32));
        await Eventually.HoldsAsync("shards that are delivered again", () => Task.FromResult(owner.Owned.Count == 64));
        answered.SetResult();
        await MakeAsync(first);

        await Eventually.HoldsAsync("empty table", async () => await CountAsync("from reminder") == 0);
        Assert.Equal(2 * Lanes.AllShards.Count, bot.All.Count);
    }

    [Fact]
    public async Task GiveUp_WithADeliveryInFlight_WaitsForItsAnswer()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var otherBot = await FakeBot.StartAsync();
        await using var first = await HostAsync(bot);
        await BalancedAsync(64);
        var answered = new TaskCompletionSource();
        bot.Ready = _ => answered.Task;
        var made = await MakeAsync(first);
        await Eventually.HoldsAsync("deliveries", () => Task.FromResult(bot.All.Count == Lanes.AllShards.Count));

        await using var second = await HostAsync(otherBot);
        await Load.RunForAsync(ShardOwner.Interval * 3);
        Assert.Single(await OwnersAsync());
        answered.SetResult();
        await BalancedAsync(32, 32);

        await SettledOnceAsync(made);
        Assert.Empty(otherBot.All);
    }

    private static async Task<List<Reminder>> MakeAsync(SchedulerHost node) =>
        await node.Client.CreateManyAsync(Lanes.AllShards.Select(shard => Lanes.In(shard, TimeProvider.System.GetUtcNow()))).ToListAsync();
}
