using System.Diagnostics;
using Nudge.Servers;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Shards move between nodes that come and go, under load and without a redelivery.</summary>
public sealed class BalanceTests(PostgresCluster cluster) : NodesTest(cluster)
{
    [Fact]
    public async Task Nodes_ThatComeAndGo_OwnTheirFairSharesAndDeliverEverythingOnce()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var first = await StartAsync(bot);
        var alone = await MovedAsync(64);
        await using var load = await Load.StartAsync(first, TimeSpan.FromMilliseconds(100));

        await using var second = await StartAsync(bot);
        var two = await MovedAsync(32, 32);
        var more = await Task.WhenAll(StartAsync(bot), StartAsync(bot));
        await using var third = more[0];
        await using var fourth = more[1];
        var four = await MovedAsync(16, 16, 16, 16);
        Signal.Terminate(second.Id);
        var three = await MovedAsync(22, 21, 21);

        var made = await load.StopAsync();
        await SettledOnceAsync(made);
        var receipts = new Receipts(bot);
        receipts.AreOf(made);
        Tell($"balanced {alone.TotalMilliseconds:0}, {two.TotalMilliseconds:0}, {four.TotalMilliseconds:0} and {three.TotalMilliseconds:0} ms after a node came or went; longest silence {receipts.LongestSilence()}; {receipts.Redeliveries} redeliveries of {made.Count}");
        Assert.Equal(0, receipts.Redeliveries);
        Assert.All([alone, two, four, three], moved => Assert.InRange(moved, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(5))));
    }

    /// <summary>Waits until the nodes own these shares, and checks that no shard moves afterwards.</summary>
    private async Task<TimeSpan> MovedAsync(params int[] shares)
    {
        var started = Stopwatch.GetTimestamp();
        var balanced = await BalancedAsync(shares);
        var elapsed = Stopwatch.GetElapsedTime(started);
        await Load.RunForAsync(TimeSpan.FromSeconds(1.5));
        Assert.Equivalent(balanced, await OwnersAsync(), strict: true);
        return elapsed;
    }
}
