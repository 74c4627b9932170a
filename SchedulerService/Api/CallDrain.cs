namespace Nudge.SchedulerService.Api;

/// <summary>
/// Ends the calls when the scheduler stops, before the server closes the connections under them. A client that has not ended its own
/// stream, and sees a connection close as the call ends, may report that, as INTERNAL, instead of the status it was sent: UNAVAILABLE,
/// after which it would call again.
/// </summary>
internal sealed class CallDrain : IHostedLifecycleService, IDisposable
{
    /// <summary>How long a stop waits for callers.</summary>
    private static readonly TimeSpan MaxLinger = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    // A call that outlives the host still asks: a token, unlike its source, answers then too.
    public CallDrain() => Stopping = _stopping.Token;

    /// <summary>Cancelled when calls that last are to end.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The middleware around every call.</summary>
    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(http);
            if (Stopping.IsCancellationRequested)
                await LingerAsync(http);
        }
        finally
        {
            if (Interlocked.Decrement(ref _open) == 0 && Stopping.IsCancellationRequested)
                _drained.TrySetResult();
        }
    }

    /// <summary>
    /// Awaits what is written to a caller. One that does not read it is let go a second after the scheduler began to stop: it would hold the
    /// stop up for as long as the host lets it.
    /// </summary>
    /// <param name="write">What is under way.</param>
    /// <param name="http">The caller's call.</param>
    public async Task AwaitReaderAsync(Task write, HttpContext http)
    {
        try
        {
            await write.WaitAsync(Stopping);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            if (await Task.WhenAny(write, Task.Delay(MaxLinger)) != write)
                http.Abort();
            await write;
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (Volatile.Read(ref _open) > 0)
            await Task.WhenAny(_drained.Task, Task.Delay(MaxLinger, cancellationToken));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    /// <summary>A caller that has seen the end of a call ends its own side, or resets it.</summary>
    private static async Task LingerAsync(HttpContext http)
    {
        using var end = new CancellationTokenSource(MaxLinger);
        try
        {
            await http.Response.CompleteAsync();
            await http.Request.BodyReader.CopyToAsync(Stream.Null, end.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Reset, disconnected, or silent for too long: there is nobody left to wait for.
        }
    }
}
