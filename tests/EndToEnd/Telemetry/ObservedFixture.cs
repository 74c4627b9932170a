using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Nudge.EndToEnd.EmulatedTeams;

namespace Nudge.EndToEnd.Telemetry;

/// <summary>A complete Nudge with an emulated Teams. Its services export to the test's collector.</summary>
public sealed class ObservedFixture : EmulatedTeamsFixture
{
    internal Collector Collector { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Collector = await Collector.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Collector.DisposeAsync();
    }

    protected override void Configure(IDistributedApplicationTestingBuilder builder)
    {
        base.Configure(builder);
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            service.Annotations.Add(new EnvironmentCallbackAnnotation(variables =>
            {
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address;
                variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
                variables["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
                variables["OTEL_BSP_SCHEDULE_DELAY"] = "500";
            }));
        }
    }
}
