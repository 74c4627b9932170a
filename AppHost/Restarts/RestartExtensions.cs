using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Nudge.AppHost;

internal static class RestartExtensions
{
    /// <summary>Restarts the resource after a crash: see <see cref="CrashRestarter"/>.</summary>
    public static IResourceBuilder<T> RestartsAfterCrash<T>(this IResourceBuilder<T> resource)
        where T : IResource
    {
        resource.ApplicationBuilder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CrashRestarter>());
        resource.ApplicationBuilder.Services.TryAddSingleton(TimeProvider.System);
        return resource.WithAnnotation(new RestartAnnotation(), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>
    /// Lets a service stop without waiting for telemetry. Aspire's dashboard stops first, and the exporter would retry for 10 s for each signal.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithQuickStop(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "500").WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "");
}
