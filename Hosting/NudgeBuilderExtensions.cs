using Aspire.Hosting.ApplicationModel;
using Nudge.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds a Nudge scheduler to an application, and connects it.</summary>
public static class NudgeBuilderExtensions
{
    private const string Http = "http";
    private const string Grpc = "grpc";

    /// <summary>Adds a scheduler that runs as a project.</summary>
    /// <typeparam name="TProject">The scheduler's project.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, and of the connection string that a reference to it sets.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<NudgeProjectResource> AddNudge<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddResource(new NudgeProjectResource(name))
            .WithAnnotation(new TProject())
            // The endpoints are those of the project's configuration.
            .WithProjectDefaults(new ProjectResourceOptions())
            .WithSchedulerDefaults();

    /// <summary>Adds a scheduler that runs as a container.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, and of the connection string that a reference to it sets.</param>
    /// <param name="image">The image of the scheduler: <c>registry/image:tag</c>. Without a tag: <c>latest</c>.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<NudgeContainerResource> AddNudgeContainer(this IDistributedApplicationBuilder builder, [ResourceName] string name, string image) =>
        builder.AddResource(new NudgeContainerResource(name))
            .WithImage(image)
            .WithKestrelEndpoint(Http, host: "*", port: 5080)
            .WithKestrelEndpoint(Grpc, host: "*", port: 5081)
            .WithOtlpExporter()
            .WithSchedulerDefaults();

    /// <summary>Adds a scheduler that runs as a .NET tool. The .NET SDK downloads the tool at the start.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, and of the connection string that a reference to it sets.</param>
    /// <param name="packageId">The id of the tool's package.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<NudgeToolResource> AddNudgeTool(this IDistributedApplicationBuilder builder, [ResourceName] string name, string packageId) =>
        builder.AddDotnetTool(new NudgeToolResource(name, packageId))
            .WithKestrelEndpoint(Http, host: "localhost")
            .WithKestrelEndpoint(Grpc, host: "localhost")
            .WithOtlpExporter()
            .WithSchedulerDefaults();

    /// <summary>
    /// Sets the store of the reminders: a PostgreSQL database, or the connection string of a SQLite file. The scheduler reads it as
    /// <c>ConnectionStrings:reminders</c>, whatever the name of the store is.
    /// </summary>
    /// <typeparam name="T">The type of the scheduler.</typeparam>
    /// <param name="nudge">The scheduler.</param>
    /// <param name="reminders">The store.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> nudge, IResourceBuilder<IResourceWithConnectionString> reminders)
        where T : INudgeResource =>
        nudge.WithReference(reminders, connectionName: "reminders");

    /// <summary>
    /// Gives a service the address of a scheduler: as the connection string that <c>AddNudgeClient</c> reads, and for service discovery.
    /// </summary>
    /// <typeparam name="TDestination">The type of the service.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="nudge">The scheduler.</param>
    /// <returns>The service.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<INudgeResource> nudge)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReference(nudge, connectionName: null).WithReference((IResourceBuilder<IResourceWithServiceDiscovery>)nudge);

    /// <summary>Adds a callback: an endpoint that the scheduler calls when a reminder is due.</summary>
    /// <typeparam name="T">The type of the scheduler.</typeparam>
    /// <param name="nudge">The scheduler.</param>
    /// <param name="target">The name under which reminders choose the callback. The name <c>bot</c> is the default of a reminder and of a client.</param>
    /// <param name="endpoint">The endpoint, which must serve HTTP/2.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<T> WithCallback<T>(this IResourceBuilder<T> nudge, string target, EndpointReference endpoint)
        where T : INudgeResource =>
        nudge.WithEnvironment($"Callbacks__Targets__{target}", endpoint);

    /// <summary>Sets the number of schedulers, which share the endpoints and the store. More than one needs PostgreSQL.</summary>
    /// <param name="nudge">The scheduler.</param>
    /// <param name="replicas">The number of schedulers, at least 1.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<NudgeProjectResource> WithReplicas(this IResourceBuilder<NudgeProjectResource> nudge, int replicas) =>
        // A caller of this method itself would have to accept an experimental API.
        nudge.WithReplicas<NudgeProjectResource>(replicas);

    private static IResourceBuilder<T> WithSchedulerDefaults<T>(this IResourceBuilder<T> nudge)
        where T : INudgeResource => nudge
        .WithIconName("CalendarClock")
        .WithHttpHealthCheck("/health", endpointName: Http)
        .WithUrlForEndpoint(Http, url => { url.DisplayText = "Health"; url.Url = "/health"; })
        .WithUrlForEndpoint(Grpc, url => url.DisplayText = "gRPC")
        .WithSchedulerCommands();

    // The environment overrides the endpoint of the same name in the scheduler's own configuration, which has its protocol.
    private static IResourceBuilder<T> WithKestrelEndpoint<T>(this IResourceBuilder<T> nudge, string name, string host, int? port = null)
        where T : INudgeResource => nudge
        .WithHttpEndpoint(name: name, targetPort: port)
        .WithEndpoint(name, endpoint => endpoint.Transport = name == Grpc ? "http2" : endpoint.Transport)
        .WithEnvironment($"Kestrel__Endpoints__{name}__Url", ReferenceExpression.Create($"http://{host}:{nudge.GetEndpoint(name).Property(EndpointProperty.TargetPort)}"));
}
