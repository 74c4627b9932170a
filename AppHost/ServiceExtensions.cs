namespace Nudge.AppHost;

internal static class ServiceExtensions
{
    /// <summary>Adds what both services share: a restart after a crash, a quick stop, and cleartext endpoints.</summary>
    public static IResourceBuilder<ProjectResource> WithServiceDefaults(this IResourceBuilder<ProjectResource> service) => service
        .RestartsAfterCrash()
        // The dashboard stops first. The exporters would then retry, for 10 s each, and hold up the stop.
        .WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "500")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "")
        // Without it Aspire asks for a trusted development certificate, which no endpoint here uses.
        .WithoutHttpsCertificate();
}
