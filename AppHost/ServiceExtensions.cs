namespace Nudge.AppHost;

internal static class ServiceExtensions
{
    /// <summary>Adds the defaults of both services: a restart after a crash, a quick stop, and cleartext endpoints.</summary>
    public static IResourceBuilder<T> WithServiceDefaults<T>(this IResourceBuilder<T> service)
        where T : ProjectResource => service
        .RestartsAfterCrash()
        // The dashboard stops first. The exporters would then retry for 10 s each and delay the stop.
        .WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "500")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "")
        // Otherwise Aspire asks for a trusted development certificate, which no endpoint here uses.
        .WithoutHttpsCertificate();
}
