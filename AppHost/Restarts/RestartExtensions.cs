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
}
