namespace Nudge.ServiceDefaults;

/// <summary>Tells, from how much a process has allocated, when it has nothing to do and yet holds garbage that is worth a collection.</summary>
internal sealed class IdleGarbage
{
    /// <summary>
    /// A process that allocates less from one look to the next, in bytes, has nothing to do: a scheduler allocates 50 KB a second by itself, and 7 KB for
    /// each reminder.
    /// </summary>
    public const long Quiet = 2 << 20;

    /// <summary>Fewer bytes are not worth the pause.</summary>
    public const long Worth = 2 << 20;

    private long _looked;
    private long _collected;

    /// <summary>Looks, and assumes that what it finds worth collecting is collected.</summary>
    /// <param name="allocated">Bytes since the process began.</param>
    /// <param name="heap">Bytes on the heap now: a collection takes the longer the more stays, and is for a quarter of it at least.</param>
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
