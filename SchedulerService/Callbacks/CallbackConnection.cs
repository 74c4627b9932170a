using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Outcomes;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>Keeps a stream open to one endpoint of a callback, and reconnects when the stream ends.</summary>
internal sealed class CallbackConnection(
    CallbackTarget target, Uri endpoint, Settler settler, CallbackOptions options, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxReconnectInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortLived = TimeSpan.FromSeconds(2);

    /// <summary>The timeout of a connection attempt and of a health check.</summary>
    private static readonly TimeSpan FirstAnswerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time an endpoint may be down before the scheduler logs it, and the least time until it logs another reason. A start or a deployment takes less.
    /// </summary>
    private static readonly TimeSpan LogThreshold = TimeSpan.FromSeconds(5);

    /// <summary>Connects, serves and reconnects until told to stop. Then waits for the answers to deliveries in flight.</summary>
    public async Task KeepAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var reached = clock.GetTimestamp();
            try
            {
                using var channel = Open();
                await ReachAsync(channel, stop);
                reached = clock.GetTimestamp();
                await ServeAsync(channel, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.StreamFailed(failure, target.Name, endpoint);
            }

            // The longer wait keeps the scheduler from opening five streams a second to a callback that ends each stream at once.
            var wait = clock.GetElapsedTime(reached) > ShortLived ? ReconnectInterval : MaxReconnectInterval;
            await Task.Delay(wait, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Waits until the callback answers a gRPC health check. An open port alone does not prove that the callback serves. UNIMPLEMENTED counts as an
    /// answer.
    /// </summary>
    private async Task ReachAsync(GrpcChannel channel, CancellationToken stop)
    {
        var client = new Health.HealthClient(channel);
        var since = clock.GetTimestamp();
        var said = "";
        while (true)
        {
            try
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
                timeout.CancelAfter(FirstAnswerTimeout);
                await client.CheckAsync(new HealthCheckRequest(), cancellationToken: timeout.Token);
                break;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Unimplemented)
            {
                break;
            }
            catch (RpcException failure)
            {
                stop.ThrowIfCancellationRequested();
                // The log names each new reason: the operator may have removed the one before.
                if (clock.GetElapsedTime(since) > LogThreshold && ReasonOf(failure) is var reason && reason != said)
                {
                    log.Unreachable(target.Name, endpoint, reason);
                    (said, since) = (reason, clock.GetTimestamp());
                }
            }

            await Task.Delay(ReconnectInterval, clock, stop);
        }

        log.Connected(target.Name, endpoint);
    }

    private string ReasonOf(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.Cancelled => $"no answer within {FirstAnswerTimeout.TotalSeconds} s",
        StatusCode.Unauthenticated => $"it refuses the key in {CallbackOptions.Section}:{nameof(options.Keys)}:{target.Name}, or the lack of one",
        _ => failure.Status.DebugException?.GetBaseException().Message ?? failure.Status.Detail,
    };

    private async Task ServeAsync(GrpcChannel channel, CancellationToken stop)
    {
        using var stream = new CallbackStream(target, channel, options.MaxInFlight, settler, clock);
        var reading = stream.ReadAsync(log);
        target.Add(stream);

        await Task.WhenAny(reading, Task.Delay(Timeout.InfiniteTimeSpan, clock, stop));
        target.Remove(stream);

        if (stop.IsCancellationRequested)
            await FinishAsync(stream, reading);

        var (reason, outstanding) = await reading;
        if (!stop.IsCancellationRequested)
            log.StreamEnded(target.Name, endpoint, outstanding, reason);
    }

    private async Task FinishAsync(CallbackStream stream, Task reading)
    {
        var completing = stream.CompleteAsync();
        await Task.WhenAny(Task.WhenAll(completing, reading), Task.Delay(options.StopTimeout, clock, CancellationToken.None));
        stream.Cancel();
        await completing;
    }

    /// <summary>Authenticates to the callback by the key of the target.</summary>
    /// <exception cref="InvalidOperationException">Others could read the key on the way.</exception>
    private HttpClient Authenticate(HttpClient client)
    {
        if (!options.Keys.TryGetValue(target.Name, out var key))
            return client;
        if (endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
            throw new InvalidOperationException($"the key of callback {target.Name} is not sent to {endpoint}, because others could read it on the way: give the callback an https endpoint");
        client.DefaultRequestHeaders.Add(ApiKey.Header, key);
        return client;
    }

    private GrpcChannel Open() => GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions
    {
        Credentials = endpoint.Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
        DisposeHttpClient = true,
        // The channel gets a client, not a handler. With a handler, the channel manages connections itself. It was seen to stop reconnecting for good
        // after an endpoint went away and came back.
        HttpClient = Authenticate(new HttpClient(new GatheringHandler(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = FirstAnswerTimeout,
            // A dead machine does not close its connections; the pings detect it.
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        }))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        }),
    });
}
