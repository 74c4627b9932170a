using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Nudge.EndToEnd.Telemetry.Otlp;

namespace Nudge.EndToEnd.Telemetry;

/// <summary>An OpenTelemetry collector that keeps what the services export.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ExportTraceRequest> _traces = [];
    private readonly ConcurrentQueue<ExportMetricsRequest> _metrics = [];
    private readonly ConcurrentQueue<IMessage> _exports = [];

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<Service>, Methods>());
        _server = builder.Build();
        _server.MapGrpcService<Service>();
    }

    public string Address => _server.Urls.Single();

    /// <summary>Gets every message as it was received, to search it for text that must not be exported.</summary>
    public IReadOnlyList<byte[]> Exports => [.. _exports.Select(export => export.ToByteArray())];

    public IReadOnlyList<Span> Spans => [.. _traces.SelectMany(trace => trace.ResourceSpans).SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans)];

    /// <summary>Gets the kind and unit of each metric, by its name.</summary>
    public IReadOnlyDictionary<string, (string Kind, string Unit)> Metrics => _metrics
        .SelectMany(export => export.ResourceMetrics).SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics)
        .GroupBy(metric => metric.Name).ToDictionary(metrics => metrics.Key, metrics => (KindOf(metrics.First()), metrics.First().Unit));

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string KindOf(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Sum => "counter",
        Metric.DataOneofCase.Histogram => "histogram",
        Metric.DataOneofCase.Gauge => "gauge",
        var other => other.ToString(),
    };

    /// <summary>The three services of the protocol, which differ only in their names and requests.</summary>
    private sealed class Service;

    private sealed class Methods(Collector collector) : IServiceMethodProvider<Service>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Service> context)
        {
            Add(context, "trace.v1.TraceService", ExportTraceRequest.Parser, collector._traces.Enqueue);
            Add(context, "metrics.v1.MetricsService", ExportMetricsRequest.Parser, collector._metrics.Enqueue);
            Add(context, "logs.v1.LogsService", ExportLogsRequest.Parser, _ => { });
        }

        private void Add<T>(ServiceMethodProviderContext<Service> context, string service, MessageParser<T> parser, Action<T> keep)
            where T : class, IMessage<T>
        {
            var requests = Marshallers.Create(message => message.ToByteArray(), parser.ParseFrom);
            var responses = Marshallers.Create(message => message.ToByteArray(), ExportResponse.Parser.ParseFrom);
            var method = new Method<T, ExportResponse>(MethodType.Unary, $"opentelemetry.proto.collector.{service}", "Export", requests, responses);
            context.AddUnaryMethod(method, [], (_, request, _) =>
            {
                collector._exports.Enqueue(request);
                keep(request);
                return Task.FromResult(new ExportResponse());
            });
        }
    }
}
