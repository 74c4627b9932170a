using Microsoft.AspNetCore.Http.Features;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Ends open calls when the scheduler stops, before the server closes their connections. Otherwise a client that has not ended its own stream may
/// see the closed connection first. It would then report INTERNAL instead of UNAVAILABLE, the status after which it calls again.
/// </summary>
internal sealed class CallDrain : IHostedLifecycleService, IDisposable
{
    /// <summary>How long a stop waits for callers at most.</summary>
    private static readonly TimeSpan MaxLinger = TimeSpan.FromSeconds(1);

    /// <summary>The error code of HTTP/2 for a peer that causes too much load.</summary>
    private const int EnhanceYourCalm = 0xb;

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    // A call may outlive the host and still read the token. Unlike its source, a token can be read after the disposal.
    public CallDrain() => Stopping = _stopping.Token;

    /// <summary>Gets the token that is cancelled when long calls must end.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Runs a call, as the middleware around every call, and counts it as open until it has ended.</summary>
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
    /// Awaits a write to a caller. A caller that does not read in time loses its call, which would otherwise keep its answers in memory. When the
    /// scheduler stops, the caller has one more second to read, then its call is aborted. Otherwise it would delay the stop until the host's limit.
    /// </summary>
    /// <param name="write">The write in progress.</param>
    /// <param name="limit">How long the caller may leave the answer unread.</param>
    /// <param name="http">The HTTP context of the call.</param>
    public async Task AwaitReaderAsync(Task write, TimeSpan limit, HttpContext http)
    {
        try
        {
            await write.WaitAsync(limit, Stopping);
        }
        catch (TimeoutException) when (!write.IsCompleted)
        {
            // gRPC clients report this code as RESOURCE_EXHAUSTED. Trailers would wait behind the unread answers.
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(EnhanceYourCalm);
            await write;
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

    /// <summary>Ends the answer, then waits until the caller ends or resets its own side of the call, at most a second.</summary>
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
            // The caller reset the call, disconnected, or stayed silent for too long.
        }
    }
}
