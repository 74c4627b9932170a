using Nudge.Fuzz.Calls;

namespace Nudge.Fuzz.Verdicts;

/// <summary>The ten slowest calls of a run.</summary>
internal sealed class SlowestCalls
{
    /// <summary>The longest time that a call may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private const int Kept = 10;
    private const int Repeats = 3;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<FuzzCall, TimeSpan> _slowest = new();

    /// <summary>Gets the calls with their times, the slowest first.</summary>
    public IReadOnlyList<(FuzzCall Call, TimeSpan Took)> All
    {
        get
        {
            lock (_lock)
                return [.. _slowest.UnorderedItems.OrderByDescending(item => item.Priority)];
        }
    }

    public void Add(FuzzCall call, TimeSpan took)
    {
        lock (_lock)
        {
            if (_slowest.Count < Kept)
                _slowest.Enqueue(call, took);
            else if (_slowest.TryPeek(out _, out var least) && took > least)
                _slowest.EnqueueDequeue(call, took);
        }
    }

    /// <summary>Repeats each call that took too long, alone, since a busy machine can delay any call. The fastest of three repetitions counts.</summary>
    /// <param name="timeAsync">Sends a call, and returns the time that it took.</param>
    /// <param name="findings">Receives the calls that take too long also alone.</param>
    /// <returns>Each call that took too long, with its time and its fastest repetition.</returns>
    public async Task<IReadOnlyList<(FuzzCall Call, TimeSpan Took, TimeSpan Alone)>> JudgeAsync(Func<FuzzCall, Task<TimeSpan>> timeAsync, Findings findings)
    {
        var judged = new List<(FuzzCall Call, TimeSpan Took, TimeSpan Alone)>();
        foreach (var (call, took) in All.Where(item => item.Took > Limit))
        {
            var alone = TimeSpan.MaxValue;
            for (var repeat = 0; repeat < Repeats && alone > Limit; repeat++)
                alone = TimeSpan.FromTicks(Math.Min(alone.Ticks, (await timeAsync(call)).Ticks));
            judged.Add((call, took, alone));
            if (alone > Limit)
                findings.Add(new Failure(FailureName.SlowCall, $"{took.TotalSeconds:0.0} s, and {alone.TotalSeconds:0.0} s alone", call));
        }

        return judged;
    }
}
