using System.Diagnostics;

namespace Nudge.Bench.Peers;

/// <summary>Runs a peer that is a .NET library.</summary>
internal static class InProcess
{
    /// <summary>The concurrent callers that register one reminder by each call. A single caller would mostly measure the commit.</summary>
    private const int Callers = 64;

    /// <summary>The concurrent callers of the bulk call: one for each core of the store, and as many again that wait for the disk.</summary>
    private const int BulkCallers = 4;

    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(10);

    public static async Task<Outcome> RunAsync(Task<IInProcessPeer> starting, int count)
    {
        await using var peer = await starting;

        // The warm-up compiles the code and opens the connections. It is usually slower than the run, so twice the time that it predicts is enough.
        var warmUp = Math.Clamp(count / 10, 100, 1000);
        var now = TimeProvider.System.GetUtcNow();
        Tally.BeginAnew(warmUp, now);
        var cold = await RegisterAsync(peer, 0, warmUp, now);
        await FireAsync(peer, due: null);

        // The due time is a whole second, because Hangfire's instants are no finer.
        var singles = Singles(peer, count);
        var registering = (singles / cold.OneByOne) + ((count - singles) / (cold.Bulk ?? 1));
        var due = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 4 + (long)(2 * registering));
        Tally.BeginAnew(count, due);
        var rates = await RegisterAsync(peer, warmUp, count, due);
        var last = await FireAsync(peer, due);
        var left = await CountLeftAsync(peer);
        return new Outcome(rates.OneByOne, rates.Bulk, count / (last - due).TotalSeconds, Tally.Count, Tally.Early, left);
    }

    /// <summary>Returns the number of reminders to register one by one: all when the peer has no bulk call, else a tenth.</summary>
    private static int Singles(IInProcessPeer peer, int count) => peer.MaxBatch is null ? count : count / 10;

    private static async Task<(double OneByOne, double? Bulk)> RegisterAsync(IInProcessPeer peer, int first, int count, DateTimeOffset due)
    {
        var singles = Singles(peer, count);
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            first, first + singles, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) => await peer.RegisterAsync(i, due));
        var oneByOne = singles / Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (peer.MaxBatch is not { } batch)
            return (oneByOne, null);

        started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(singles, count - singles).Chunk(batch),
            new ParallelOptions { MaxDegreeOfParallelism = BulkCallers },
            async (chunk, _) => await peer.RegisterAsync(first + chunk[0], chunk.Length, due));
        return (oneByOne, (count - singles) / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Starts the peer and waits for its last reminder. A peer starts only now, so that the registration has the whole machine.</summary>
    /// <returns>The instant at which the last reminder was handled.</returns>
    private static async Task<DateTimeOffset> FireAsync(IInProcessPeer peer, DateTimeOffset? due)
    {
        await peer.StartAsync();
        var late = TimeProvider.System.GetUtcNow() - due;
        if (late > TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {late} longer than planned, so the spike would start late");
        var last = await Tally.Last;

        // A reminder that is handled until the stop is a repetition. The tally counts it, so the run fails.
        await peer.StopAsync();
        return last;
    }

    private static async Task<long> CountLeftAsync(IInProcessPeer peer)
    {
        // Quartz removes its last triggers a moment after it has stopped.
        var stopped = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = await peer.CountLeftAsync();
            if (left == 0 || Stopwatch.GetElapsedTime(stopped) > SettlePatience)
                return left;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
