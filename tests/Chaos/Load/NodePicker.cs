namespace Nudge.Chaos.Load;

/// <summary>Picks the scheduler for a call: each in turn, without those that failed a moment ago.</summary>
internal sealed class NodePicker(int count, TimeProvider clock)
{
    /// <summary>How long a scheduler gets no calls after a failed one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long[] _failed = new long[count];
    private int _last;

    /// <summary>Returns the number of the next scheduler. When all have failed a moment ago, it is the next in turn.</summary>
    public int Next()
    {
        for (var i = 0; i < count; i++)
        {
            var node = Turn();
            if (Volatile.Read(ref _failed[node]) is var failed && (failed == 0 || clock.GetElapsedTime(failed) > Pause))
                return node;
        }

        return Turn();
    }

    public void Failed(int node) => Volatile.Write(ref _failed[node], clock.GetTimestamp());

    private int Turn() => (int)((uint)Interlocked.Increment(ref _last) % count);
}
