using System.Collections.Concurrent;
using System.Text.Json;
using Grpc.Core;
using HdrHistogram;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>
/// A callback that answers every delivery at once and records its lateness, so that a run measures the scheduler. It answers each line on its
/// standard input with its statistics, and ends when the input is closed.
/// </summary>
internal sealed class NoOpBot : ReminderCallback.ReminderCallbackBase
{
    public const string Command = "no-op-bot";
    public const string Ask = "ask";
    public const string Reset = "reset";

    private static readonly Lock Lock = new();
    private static readonly LongHistogram Lateness = new(TimeSpan.MicrosecondsPerHour, 3);
    private static readonly ConcurrentDictionary<ServerCallContext, string> Last = [];
    private static long s_early;

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // The working folder can contain another program's settings, whose ports the bot would take.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<NoOpBot>();
        await app.StartAsync();

        while (await Console.In.ReadLineAsync() is { } line)
            Console.Out.WriteLine(JsonSerializer.Serialize(line == Reset ? BeginAnew() : Statistics()));
        return 0;
    }

    public override async Task Deliver(IAsyncStreamReader<Delivery> requestStream, IServerStreamWriter<DeliveryResult> responseStream, ServerCallContext context)
    {
        var buffered = new WriteOptions(WriteFlags.BufferHint);
        var next = requestStream.MoveNext(context.CancellationToken);
        while (await next)
        {
            var delivery = requestStream.Current;
            Note(delivery);
            next = requestStream.MoveNext(context.CancellationToken);

            // Deliveries that arrive together are answered together.
            responseStream.WriteOptions = next.IsCompletedSuccessfully ? buffered : WriteOptions.Default;
            await responseStream.WriteAsync(new DeliveryResult { Id = delivery.Id, Delivered = new Delivered() }, context.CancellationToken);
            if (!next.IsCompletedSuccessfully)
                Last[context] = delivery.Id.ReminderId;
        }
    }

    private static void Note(Delivery delivery)
    {
        var late = (long)(TimeProvider.System.GetUtcNow() - delivery.Due.ToDateTimeOffset()).TotalMicroseconds;
        lock (Lock)
        {
            Lateness.RecordValue(Math.Clamp(late, 0, Lateness.HighestTrackableValue));
            if (late < 0)
                s_early++;
        }
    }

    private static BotStatistics BeginAnew()
    {
        lock (Lock)
        {
            Lateness.Reset();
            Last.Clear();
            s_early = 0;
            return Statistics();
        }
    }

    private static BotStatistics Statistics()
    {
        lock (Lock)
        {
            double At(double percentile) => Lateness.TotalCount == 0 ? 0 : Lateness.GetValueAtPercentile(percentile) / 1000.0;
            return new BotStatistics(Lateness.TotalCount, s_early, At(50), At(99), At(99.9), At(100), [.. Last.Values]);
        }
    }
}
