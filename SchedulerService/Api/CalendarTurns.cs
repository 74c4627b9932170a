namespace Nudge.SchedulerService.Api;

/// <summary>
/// Runs the calendar work of callers, on half of the processors at most, so that neither deliveries nor health wait for it. A call that finds
/// too many before it, or waits too long, is refused.
/// </summary>
internal sealed class CalendarTurns : IDisposable
{
    /// <summary>How many calls wait at most. Those of streams are not counted, since a stream has a bound of its own.</summary>
    internal const int MaxWaiting = 256;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(150);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <param name="work">What the turn is for.</param>
    /// <param name="isOfStream">Whether a stream asks. It waits however long that takes, and is not read on meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CalendarBusyException">Too many calls wait, or this one has waited too long.</exception>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    public async ValueTask<T> RunAsync<T>(Func<T> work, bool isOfStream, CancellationToken cancellationToken)
    {
        if (isOfStream)
            await _turns.WaitAsync(cancellationToken);
        else if (!_turns.Wait(0, CancellationToken.None))
            await WaitAsync(cancellationToken);

        try
        {
            return work();
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting || !await _turns.WaitAsync(MaxWait, cancellationToken))
                throw new CalendarBusyException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
