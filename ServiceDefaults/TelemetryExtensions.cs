using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Nudge.ServiceDefaults;

/// <summary>Traces, metrics and logs: docs/telemetry.md.</summary>
internal static class TelemetryExtensions
{
    /// <summary>
    /// The setting that adds infrastructure spans: health checks, streams that stay open, Quartz, and the Redis client's own commands.
    /// </summary>
    /// <value>The default is false.</value>
    public const string TraceInfrastructure = "Telemetry:TraceInfrastructure";

    /// <summary>Adds telemetry when a collector is configured. Without one, it would add a tenth to the cost of a delivery for nothing.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var all = builder.Configuration.GetValue<bool>(TraceInfrastructure);
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Quartz", "Nudge.*", "Microsoft.Teams.*"))
            .WithTracing(tracing => tracing.AddSources(all))
            .UseOtlpExporter();
    }

    private static void AddSources(this TracerProviderBuilder tracing, bool all)
    {
        tracing
            .AddAspNetCoreInstrumentation(options => options.Filter = context => all || !Infrastructure.IsCall(context.Request.Path.Value))
            .AddHttpClientInstrumentation(options => options.FilterHttpRequestMessage = request => all || !Infrastructure.IsCall(request.RequestUri?.AbsolutePath))
            // The span of the gRPC call suffices; a span of its HTTP request would repeat it.
            .AddGrpcClientInstrumentation(options => options.SuppressDownstreamInstrumentation = true)
            .AddSource("Nudge.*", "Microsoft.Teams.*", Infrastructure.Redis);
        if (all)
            tracing.AddSource("Quartz");
        else
            tracing.AddProcessor<InfrastructureFilter>();
    }
}
