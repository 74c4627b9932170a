using System.Diagnostics;

namespace Nudge.Bench.Peers;

/// <summary>A run of a peer that is a library.</summary>
internal static class InProcess
{
    /// <summary>One call for each reminder, by so many who wait for their answers: a single one would mostly measure the commit.</summary>
    private const int Callers = 64;

    /// <summary>One call for many, by so many: the store's cores, and as many again that wait for the disk.</summary>
    private const int BulkCallers = 4;

    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(10);

    public static async Task<Outcome> RunAsync(Task<IInProcessPeer> starting, int count)
    {
        await using var peer = await starting;

        // Everything is compiled and connected; that was slower than what follows, as a rule, so twice as long is enough for it.
        var warmUp = Math.Clamp(count / 10, 100, 1000);
        var now = TimeProvider.System.GetUtcNow();
        Tally.BeginAnew(warmUp, now);
        var cold = await RegisterAsync(peer, 0, warmUp, now);
        await FireAsync(peer, due: null);

        // A whole second: Hangfire knows no finer instant.
        var singles = Singles(peer, count);
        var registering = (singles / cold.OneByOne) + ((count - singles) / (cold.Bulk ?? 1));
        var due = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 4 + (long)(2 * registering));
        Tally.BeginAnew(count, due);
        var rates = await RegisterAsync(peer, warmUp, count, due);
        var last = await FireAsync(peer, due);
        var left = await CountLeftAsync(peer);
        return new Outcome(rates.OneByOne, rates.Bulk, count / (last - due).TotalSeconds, Tally.Count, Tally.Early, left);
    }

    /// <summary>Where there is a better way, one in ten is registered on its own.</summary>
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

    /// <summary>Nothing looks for what is due before all is registered: that leaves the registering the whole machine.</summary>
    /// <returns>When the last one was handled.</returns>
    private static async Task<DateTimeOffset> FireAsync(IInProcessPeer peer, DateTimeOffset? due)
    {
        await peer.StartAsync();
        var late = TimeProvider.System.GetUtcNow() - due;
        if (late > TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {late} longer than was planned, so that the spike would begin late");
        var last = await Tally.Last;

        // What is handled meanwhile was handled twice: it is counted too.
        await peer.StopAsync();
        return last;
    }

    private static async Task<long> CountLeftAsync(IInProcessPeer peer)
    {
        // Quartz writes down that the last ones are done a moment after it has stopped.
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
