using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Shards;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>What a node is about to give up while something of it is in flight.</summary>
public sealed class GiveUpTests(PostgresCluster cluster) : NodesTest(cluster)
{
    [Fact]
    public async Task GiveUp_WhoseReasonGoesAwayMeanwhile_IsTakenBack()
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

        // Half of its shards are to go to the second; what is in flight keeps them, and then there is nobody any more to give them to.
        await using (await HostAsync(otherBot))
            await Eventually.HoldsAsync("shards that are given up", () => Task.FromResult(owner.Owned.Count == 32));
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
