using System.Collections.Concurrent;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests the notices between nodes.</summary>
public sealed class NoticeTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    private readonly ConcurrentQueue<(int Shard, Instant VisibleAt)> _heard = new();
    private int _connected;

    [Fact]
    public async Task Tell_OneNotice_ReachesOtherNodes()
    {
        var teller = await NodeAsync("node-1");
        await using var listening = await ListenAsync(await NodeAsync("node-2"));

        teller.Store.Notices.Notify(5, new(1_800_000_000_000));

        await HeardAsync((5, new(1_800_000_000_000)));
    }

    [Fact]
    public async Task Tell_ManyNoticesAtOnce_SendsTheEarliestOfEachShard()
    {
        var teller = await NodeAsync("node-1");
        await using var listening = await ListenAsync(await NodeAsync("node-2"));

        var notices = Enumerable.Range(0, 20_000).Select(i => (Shard: i % Shard.Count, VisibleAt: new Instant(1_800_000_000_000 + (i * 7919L % 20_000)))).ToList();
        foreach (var (shard, visibleAt) in notices)
            teller.Store.Notices.Notify(shard, visibleAt);

        foreach (var shard in notices.GroupBy(notice => notice.Shard))
            await HeardAsync((shard.Key, shard.Min(notice => notice.VisibleAt)));
        Assert.InRange(_heard.Count, Shard.Count, 10_000);
    }

    [Fact]
    public async Task Listen_ConnectionLost_ReconnectsAndLogsIt()
    {
        var teller = await NodeAsync("node-1");
        await using var listening = await ListenAsync(await NodeAsync("node-2"));

        await ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen nudge_shard' and datname = current_database()");
        await Eventually.HoldsAsync("second connection", () => Task.FromResult(Volatile.Read(ref _connected) == 2));

        teller.Store.Notices.Notify(5, new(7));
        await HeardAsync((5, new(7)));
        Assert.Single(listening.Node.Log.Lines, line => line.Contains("Could not listen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tell_DatabaseUnavailable_DoesNotThrowAndWarnsOnce()
    {
        var node = await NodeAsync();
        await ShutAsync();

        for (var i = 0; i < 5; i++)
        {
            node.Store.Notices.Notify(i, new(i));
            await Eventually.HoldsAsync("warning", () => Task.FromResult(node.Log.Lines.Any(line => line.Contains("Could not notify", StringComparison.Ordinal))));
        }

        Assert.Single(node.Log.Lines, line => line.Contains("Could not notify", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5:7:more 6:8", 5, 7)]
    [InlineData("x:1 -1:2 3 :: 5:7", 5, 7)]
    [InlineData(" 5:-7 ", 5, -7)]
    public async Task Listen_PayloadOfAnotherVersion_ReadsTheKnownParts(string payload, int shard, long visibleAt)
    {
        await using var listening = await ListenAsync(await NodeAsync());

        await ExecuteAsync($"select pg_notify('nudge_shard', '{payload}')");

        await HeardAsync((shard, new(visibleAt)));
    }

    [Fact]
    public async Task Listen_StoppingTokenCancelled_Ends()
    {
        var listening = await ListenAsync(await NodeAsync());

        await listening.DisposeAsync();

        Assert.Equal(1, _connected);
    }

    private async Task<Listening> ListenAsync(PostgresNode node)
    {
        var connected = new TaskCompletionSource();
        var listening = new Listening(node, (shard, visibleAt) => _heard.Enqueue((shard, visibleAt)), () =>
        {
            Interlocked.Increment(ref _connected);
            connected.TrySetResult();
        });
        await connected.Task;
        return listening;
    }

    private Task HeardAsync((int Shard, Instant VisibleAt) notice) =>
        Eventually.HoldsAsync($"notice {notice}", () => Task.FromResult(_heard.Contains(notice)));

    private sealed class Listening : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _task;

        public Listening(PostgresNode node, Action<int, Instant> heard, Action connected)
        {
            Node = node;
            _task = node.Store.Notices.ListenAsync(heard, connected, _stopping.Token);
        }

        public PostgresNode Node { get; }

        public async ValueTask DisposeAsync()
        {
            if (!_stopping.IsCancellationRequested)
                await _stopping.CancelAsync();
            await _task;
        }
    }
}
