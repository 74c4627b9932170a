using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Nodes are killed and replaced all the time.</summary>
public sealed class ChurnTests(PostgresCluster cluster) : NodesTest(cluster)
{
    private const int Nodes = 4;

    private static readonly TimeSpan KillInterval = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Two seconds for the takeover of a killed node's shards, which suffice when nothing else happens (see TakeoverTests). Two more seconds, because
    /// the next node starts meanwhile on the same few cores, and takes its share at the end of its start.
    /// </summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Kill_OfANodeEveryThreeSeconds_LosesNothingAndSettlesEverythingOnce()
    {
        var count = 12_000 * Scale.Factor;
        var spread = TimeSpan.FromSeconds(15) * Scale.Factor;
        await using var bot = await FakeBot.StartAsync();
        // The oldest node is first, and is killed next.
        var nodes = new Queue<Task<SchedulerProcess>>(Enumerable.Range(0, Nodes).Select(_ => StartAsync(bot)));
        var killed = 0;
        try
        {
            await Task.WhenAll(nodes);
            await BalancedAsync(16, 16, 16, 16);
            var from = TimeProvider.System.GetUtcNow().AddSeconds(10);
            var made = await (await nodes.Peek()).Client.CreateManyAsync(Enumerable.Range(0, count).Select(i => Reminder(i, from + (spread * i / count)))).ToListAsync();

            var wait = from - TimeProvider.System.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Load.RunForAsync(wait);
            using var timer = new PeriodicTimer(KillInterval);
            while (TimeProvider.System.GetUtcNow() < from + spread)
            {
                await (await nodes.Dequeue()).DisposeAsync();
                killed++;
                nodes.Enqueue(StartAsync(bot));
                await timer.WaitForNextTickAsync();
            }

            await SettledOnceAsync(made);
            var receipts = new Receipts(bot);
            receipts.AreOf(made);
            Assert.Equal(Lanes.AllShards, receipts.First.Select(received => Lanes.ShardOf(received.Delivery)).Distinct().Order());
            var silence = receipts.LongestSilence();
            Tell($"{killed} nodes killed; {receipts.Redeliveries} redeliveries of {made.Count}; longest silence of a shard {silence}, most late {receipts.MaxLateness().TotalMilliseconds:0} ms");
            Assert.InRange(silence.Length, TimeSpan.Zero, InRealTime.Within(MaxSilence));
        }
        finally
        {
            foreach (var node in nodes)
                await (await node).DisposeAsync();
        }
    }

    private static CreateRequest Reminder(int i, DateTimeOffset due) => Requests.At(due).With(reminder => reminder.Recipient.UserId = $"user-{i % 2_000}");
}
