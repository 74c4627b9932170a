namespace Nudge.SchedulerService.Api;

/// <summary>
/// Runs the calendar work of callers on at most half of the processors. The other half serves deliveries and health checks. A call is refused if too
/// many calls wait, or if its wait is too long.
/// </summary>
internal sealed class CalendarTurns : IDisposable
{
    /// <summary>The maximum number of waiting calls. Requests of a stream are not counted, since a stream has its own limit.</summary>
    internal const int MaxWaiting = 256;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(150);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <summary>Waits for a turn and runs the work.</summary>
    /// <param name="work">The calendar work.</param>
    /// <param name="isOfStream">
    /// Whether the request came over a stream. Such a request waits without a time limit, and the stream limits how many of them wait.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CalendarBusyException">Too many calls wait, or this one waited too long.</exception>
    /// <exception cref="OperationCanceledException">The call ended while it waited.</exception>
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
