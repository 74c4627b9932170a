namespace Nudge.ServiceDefaults;

/// <summary>Decides, from the allocations of a process, whether the process is idle and holds enough garbage for a collection.</summary>
internal sealed class IdleGarbage
{
    /// <summary>
    /// The process is idle when it allocates less than this between two calls, in bytes. A scheduler allocates 50 KB a second when it is idle, and
    /// 7 KB for each reminder.
    /// </summary>
    public const long Quiet = 2 << 20;

    /// <summary>The least garbage that is worth the pause of a collection, in bytes.</summary>
    public const long Worth = 2 << 20;

    private long _looked;
    private long _collected;

    /// <summary>Returns true when a collection is worth its pause. The caller then collects: later calls count only newer allocations.</summary>
    /// <param name="allocated">Bytes allocated since the process started.</param>
    /// <param name="heap">
    /// Bytes on the heap now. The pause grows with the heap, so the allocations since the last collection must be a quarter of it at least.
    /// </param>
    public bool IsWorthCollecting(long allocated, long heap)
    {
        var quiet = allocated - _looked < Quiet;
        _looked = allocated;
        if (!quiet || allocated - _collected < Math.Max(Worth, heap / 4))
            return false;

        _collected = allocated;
        return true;
    }
}
