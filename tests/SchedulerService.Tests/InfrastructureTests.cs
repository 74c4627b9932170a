using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Nudge.ServiceDefaults;
using Nudge.V1;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Nudge.SchedulerService.Tests;

[Collection(Tracing.Name)]
public sealed class InfrastructureTests
{
    private static readonly string[] Noise =
        ["/health", "grpc.health.v1.Health/Check", "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "nudge.v1.ReminderCallback/Deliver", "nudge.v1.ReminderScheduler/Watch"];

    [Fact]
    public async Task Traces_ByDefault_ContainNoInfrastructure()
    {
        var spans = await RunAsync(traceInfrastructure: false);

        Assert.DoesNotContain(spans, span => span.Source.Name == "Quartz");
        Assert.All(Noise, noise => Assert.DoesNotContain(spans, span => Describe(span).Contains(noise, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Traces_ByDefault_ContainAReminderInOneTree()
    {
        var spans = await RunAsync(traceInfrastructure: false);

        var trace = Assert.Single(spans, span => span.OperationName == "register reminder").TraceId;
        var tree = spans.Where(span => span.TraceId == trace).ToList();
        Assert.All(
            ["nudge.v1.ReminderScheduler/Create", "register reminder", "wait until due", "deliver reminder", "settle reminder"],
            name => Assert.Single(tree, span => span.DisplayName == name));
        var root = Assert.Single(tree, span => span.ParentSpanId == default);
        Assert.All(tree.Where(span => span != root), span => Assert.Contains(tree, parent => parent.SpanId == span.ParentSpanId));
    }

    [Fact]
    public async Task Traces_WithInfrastructure_ContainAllOfIt()
    {
        var spans = await RunAsync(traceInfrastructure: true);

        Assert.Contains(spans, span => span.Source.Name == "Quartz");
        Assert.All(Noise, noise => Assert.All(
            [ActivityKind.Client, ActivityKind.Server],
            kind => Assert.Contains(spans, span => span.Kind == kind && Describe(span).Contains(noise, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("SET", true, true)]
    [InlineData("SET", false, false)]
    [InlineData("PING", true, false)]
    public void RedisCommand_WithOrWithoutASpan_IsTracedOnlyWithinOne(string command, bool hasParent, bool isTraced)
    {
        // The client's tracing creates each span after the command, below the span that sent the command.
        var exporter = new Exporter();
        using var redis = new ActivitySource(Infrastructure.Redis);
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource(Infrastructure.Redis).AddProcessor<InfrastructureFilter>().AddProcessor(new SimpleActivityExportProcessor(exporter)).Build();
        var parent = hasParent ? new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded) : default;

        redis.StartActivity(command, ActivityKind.Client, parent)?.Stop();

        Assert.Equal(isTraced, exporter.Spans.Any(span => span.TraceId == parent.TraceId));
    }

    /// <summary>Delivers a reminder and calls all parts of the infrastructure.</summary>
    /// <returns>The spans of this scheduler and its callback, without the spans of other tests.</returns>
    private static async Task<IReadOnlyList<Activity>> RunAsync(bool traceInfrastructure)
    {
        var exporter = new Exporter();
        var ports = new List<int>();
        string id;
        await using (var bot = await FakeBot.StartAsync())
        await using (var scheduler = await SchedulerHost.StartAsync(
            bot,
            settings: new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1", ["Telemetry:TraceInfrastructure"] = traceInfrastructure.ToString() },
            configure: services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(exporter)))))
        {
            var address = new Uri($"http://{scheduler.Channel.Target}");
            ports.AddRange(bot.Address.Port, address.Port);
            id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
            await scheduler.AwaitAsync(id, ReminderState.Delivered);

            await new Health.HealthClient(scheduler.Channel).CheckAsync(new HealthCheckRequest());
            using (var watch = scheduler.Client.Watch(new WatchRequest()))
                await watch.ResponseHeadersAsync;
            using var reflection = new ServerReflection.ServerReflectionClient(scheduler.Channel).ServerReflectionInfo();
            await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            await reflection.RequestStream.CompleteAsync();
            await reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
            await http.GetAsync(new Uri(address, "health"), TestContext.Current.CancellationToken);
        }

        return [.. exporter.Spans.Where(span => span.Source.Name switch
        {
            "Quartz" => true,
            "Nudge.SchedulerService" => (string?)span.GetTagItem("nudge.reminder.id") == id,
            _ => span.GetTagItem("server.port") is int port && ports.Contains(port),
        })];
    }

    private static string Describe(Activity span) => $"{span.DisplayName} {span.GetTagItem("url.path")} {span.GetTagItem("url.full")}";

    private sealed class Exporter : BaseExporter<Activity>
    {
        public ConcurrentQueue<Activity> Spans { get; } = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
                Spans.Enqueue(span);
            return ExportResult.Success;
        }
    }
}
