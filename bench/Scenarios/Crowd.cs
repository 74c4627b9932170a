using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Nudge.Bench.Deployments;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Measures the lateness of one client's reminders beside a crowd: connections that send nothing, watchers that read nothing, and callers over their
/// quota. A refused caller waits as the refusal says.
/// </summary>
internal static class Crowd
{
    private const int Connections = 1_000;
    private const int Callers = 10_000;
    private const int CallersPerConnection = 100;
    private const int DefaultSeconds = 10;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var (seconds, callers) = (settings.Seconds ?? DefaultSeconds, settings.Count ?? Callers);
        var connections = Math.Min(Connections, callers);
        var (own, crowd) = (ApiClient.New("own", "read", "write"), ApiClient.New("crowd", "read", "write"));
        var access = own.Settings.Concat(crowd.Settings).ToDictionary();
        access["Access__Clients__crowd__Limits__CreationsPerSecond"] = "100";
        await using var deployment = await Deployment.StartAsync(server, settings: access, client: own);
        await Punctual.RunAsync(deployment, seconds, ", quiet", report);

        var address = deployment.Schedulers[0].Address;
        var silent = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ConnectAsync(address)));
        await Punctual.RunAsync(deployment, seconds, ", beside silent connections", report);
        foreach (var connection in silent)
            connection.Dispose();

        var (watchers, places) = await WatchAsync(address, crowd, connections);
        await Punctual.RunAsync(deployment, seconds, ", beside watchers that read nothing", report);
        report.Add("watchers that got a place", places, "");
        foreach (var watcher in watchers)
            watcher.Dispose();

        using var stop = new CancellationTokenSource();
        var statuses = new ConcurrentDictionary<StatusCode, int>();
        var load = Enumerable.Range(0, (callers + CallersPerConnection - 1) / CallersPerConnection)
            .Select(_ => Task.Run(() => CallAsync(address, crowd, statuses, stop.Token))).ToList();
        await Punctual.RunAsync(deployment, seconds, ", beside callers over their quota", report);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        report.Add("calls of the callers, answered", statuses.GetValueOrDefault(StatusCode.OK), "");
        report.Add("calls of the callers, refused", statuses.GetValueOrDefault(StatusCode.ResourceExhausted), "");
        Expect.Equal(0, statuses.Where(status => status.Key is not (StatusCode.OK or StatusCode.ResourceExhausted)).Sum(status => status.Value), "calls that failed otherwise");
    }

    private static async Task<TcpClient> ConnectAsync(Uri address)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, address.Port);
        return connection;
    }

    /// <summary>Opens watches, each on its own connection. Their changes are never read.</summary>
    /// <returns>The connections, and how many watches the scheduler accepted.</returns>
    private static async Task<(List<GrpcChannel> Channels, int Places)> WatchAsync(Uri address, ApiClient client, int count)
    {
        var (channels, places) = (new List<GrpcChannel>(), 0);
        for (var i = 0; i < count; i++)
        {
            var channel = GrpcChannel.ForAddress(address);
            channels.Add(channel);
            var watch = client.On(channel).Watch(new WatchRequest(), cancellationToken: CancellationToken.None);
            var headers = await watch.ResponseHeadersAsync;
            // A refused call has only trailers, which a client shows as headers with a status.
            if (headers.Get("grpc-status") is null)
                places++;
        }

        return (channels, places);
    }

    private static async Task CallAsync(Uri address, ApiClient client, ConcurrentDictionary<StatusCode, int> statuses, CancellationToken stop)
    {
        using var channel = GrpcChannel.ForAddress(address);
        await Task.WhenAll(Enumerable.Range(0, CallersPerConnection).Select(_ => RepeatAsync(client.On(channel), statuses, stop)));
    }

    private static async Task RepeatAsync(ReminderScheduler.ReminderSchedulerClient client, ConcurrentDictionary<StatusCode, int> statuses, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var status = StatusCode.OK;
            var wait = TimeSpan.Zero;
            try
            {
                await client.CreateAsync(Registration.Request(0, TimeProvider.System.GetUtcNow().AddDays(1)), cancellationToken: CancellationToken.None);
            }
            catch (RpcException refused)
            {
                status = refused.StatusCode;
                wait = refused.GetRpcStatus()?.GetDetail<Google.Rpc.RetryInfo>()?.RetryDelay.ToTimeSpan() ?? TimeSpan.FromSeconds(1);
            }

            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
