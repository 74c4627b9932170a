using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>A callback by its name: a stream to each of its endpoints, over which deliveries are spread.</summary>
internal sealed class CallbackTarget(
    string name, CallbackEndpoints endpoints, Settler settler, ShardPulses pulses, IOptions<CallbackOptions> options, TimeProvider clock, ILogger<CallbackTarget> log)
{
    private static readonly TimeSpan ResolveInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxReconnectInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortLived = TimeSpan.FromSeconds(2);

    /// <summary>How long a callback may take to answer that it is there.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long an endpoint may be away before somebody is told: a start or a deployment is no news.</summary>
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Uri, (Task Loop, CancellationTokenSource Stop)> _loops = [];
    private ImmutableArray<CallbackStream> _streams = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public bool IsConnected => !_streams.IsEmpty;

    /// <summary>Hands a delivery to the stream with the most free slots, waiting for one if need be.</summary>
    /// <returns>False when no endpoint is connected (any more); then nothing was sent.</returns>
    public async ValueTask<bool> SendAsync(DueReminder reminder, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before looking, so that a change after the look is not missed.
            var changed = Volatile.Read(ref _changed).Task;
            var streams = _streams;
            if (streams.IsEmpty)
                return false;

            var stream = streams.MaxBy(candidate => candidate.FreeSlots)!;
            if (stream.FreeSlots > 0)
                return await stream.SendAsync(reminder, cancellationToken);

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Keeps a stream to every endpoint until told to stop, then lets what is in flight be answered.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ResolveInterval, clock);
        try
        {
            do
            {
                await ReconcileAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        foreach (var (_, stop) in _loops.Values)
            await stop.CancelAsync();
        await Task.WhenAll(_loops.Values.Select(loop => loop.Loop));
    }

    public void ExpireUnanswered()
    {
        foreach (var stream in _streams)
            stream.ExpireUnanswered(options.Value.AnswerTimeout);
    }

    private async Task ReconcileAsync(CancellationToken stoppingToken)
    {
        IReadOnlySet<Uri> current;
        try
        {
            current = await endpoints.ResolveAsync(name, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.Unresolved(name, failure.Message);
            return;
        }

        foreach (var (endpoint, (_, stop)) in _loops.Where(loop => !current.Contains(loop.Key)).ToList())
        {
            await stop.CancelAsync();
            _loops.Remove(endpoint);
        }

        foreach (var endpoint in current.Where(endpoint => !_loops.ContainsKey(endpoint)))
        {
            var stop = new CancellationTokenSource();
            _loops.Add(endpoint, (KeepConnectedAsync(endpoint, stop.Token), stop));
        }
    }

    private async Task KeepConnectedAsync(Uri endpoint, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var reached = clock.GetTimestamp();
            try
            {
                using var channel = Open(endpoint);
                await ReachAsync(channel, endpoint, stop);
                reached = clock.GetTimestamp();
                await ServeAsync(channel, endpoint, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.StreamFailed(failure, name, endpoint);
            }

            // A callback that ends every stream at once is not asked five times a second.
            var wait = clock.GetElapsedTime(reached) > ShortLived ? ReconnectInterval : MaxReconnectInterval;
            await Task.Delay(wait, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Waits until the callback answers, not only until something accepts a connection. It is asked for its health, as every gRPC service
    /// may be; one that does not know the question has answered too.
    /// </summary>
    private async Task ReachAsync(GrpcChannel channel, Uri endpoint, CancellationToken stop)
    {
        var client = new Health.HealthClient(channel);
        var since = clock.GetTimestamp();
        var wasSaid = false;
        while (true)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(AnswerPatience);
                await client.CheckAsync(new HealthCheckRequest(), cancellationToken: patience.Token);
                break;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Unimplemented)
            {
                break;
            }
            catch (RpcException)
            {
                stop.ThrowIfCancellationRequested();
            }

            if (!wasSaid && clock.GetElapsedTime(since) > WorthSaying)
            {
                log.Unreachable(name, endpoint);
                wasSaid = true;
            }

            await Task.Delay(ReconnectInterval, clock, stop);
        }

        log.Connected(name, endpoint);
    }

    private async Task ServeAsync(GrpcChannel channel, Uri endpoint, CancellationToken stop)
    {
        using var stream = new CallbackStream(channel, options.Value.MaxInFlight, settler, clock, Changed);
        var reading = stream.ReadAsync(name, log);
        ImmutableInterlocked.Update(ref _streams, streams => streams.Add(stream));
        Changed();
        pulses.RewindAll();

        await Task.WhenAny(reading, Task.Delay(Timeout.InfiniteTimeSpan, clock, stop));
        ImmutableInterlocked.Update(ref _streams, streams => streams.Remove(stream));
        Changed();

        if (stop.IsCancellationRequested)
            await FinishAsync(stream, reading);

        var (reason, outstanding) = await reading;
        if (!stop.IsCancellationRequested)
            log.StreamEnded(name, endpoint, outstanding, reason);
    }

    private async Task FinishAsync(CallbackStream stream, Task reading)
    {
        await stream.CompleteAsync();
        await Task.WhenAny(reading, Task.Delay(options.Value.StopTimeout, clock, CancellationToken.None));
        stream.Cancel();
    }

    private void Changed() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private static GrpcChannel Open(Uri endpoint) => GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions
    {
        Credentials = endpoint.Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
        DisposeHttpClient = true,
        // A client and not a handler: given a handler, the channel keeps connections itself, and was seen to stop trying to connect
        // for good to an endpoint that went away and came back.
        HttpClient = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = AnswerPatience,
            // A machine that is gone says nothing: the pings notice.
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        },
    });
}
