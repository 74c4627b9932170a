using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Adds a scheduler that runs as a container. It needs <see cref="WithApiKey"/>: its callers are on another machine.</summary>
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
            // As a project has it. Without an API key, the scheduler starts in the Development environment only.
            .WithEnvironment("DOTNET_ENVIRONMENT", builder.Environment.EnvironmentName)
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

    /// <summary>
    /// Gives a service the address of a scheduler, and the API key that <see cref="WithApiKey"/> has given to the scheduler.
    /// </summary>
    /// <typeparam name="TDestination">The type of the service.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="nudge">The scheduler.</param>
    /// <param name="apiKey">The key, a secret parameter.</param>
    /// <returns>The service.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<INudgeResource> nudge, IResourceBuilder<ParameterResource> apiKey)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(nudge);
        return builder.WithReference(nudge).WithEnvironment($"Aspire__Nudge__Client__{nudge.Resource.Name}__ApiKey", apiKey);
    }

    /// <summary>
    /// Accepts a client with an API key. The scheduler gets the hash of the key only. With the first client, the scheduler refuses every call without a
    /// credential. The scheduler's commands in the dashboard use the key of a client with the scope <c>admin</c>, or that of the first client.
    /// </summary>
    /// <typeparam name="T">The type of the scheduler.</typeparam>
    /// <param name="nudge">The scheduler.</param>
    /// <param name="client">The client's name, which owns its reminders: lower-case letters, digits and hyphens.</param>
    /// <param name="apiKey">The key, a secret parameter: the client's name, a dot, and at least 43 random characters.</param>
    /// <param name="scopes">What the client may do: <c>read</c>, <c>write</c>, <c>admin</c>.</param>
    /// <returns>The scheduler.</returns>
    public static IResourceBuilder<T> WithApiKey<T>(this IResourceBuilder<T> nudge, string client, IResourceBuilder<ParameterResource> apiKey, params string[] scopes)
        where T : INudgeResource
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        ArgumentNullException.ThrowIfNull(scopes);
        return nudge.WithAnnotation(new ApiKeyAnnotation(apiKey.Resource, scopes.Contains("admin"))).WithEnvironment(async context =>
        {
            var place = $"Access__Clients__{client}";
            for (var i = 0; i < scopes.Length; i++)
                context.EnvironmentVariables[$"{place}__Scopes__{i}"] = scopes[i];
            // A manifest has no values of parameters.
            if (context.ExecutionContext.IsRunMode && await apiKey.Resource.GetValueAsync(context.CancellationToken) is { } key)
                context.EnvironmentVariables[$"{place}__Keys__0"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        });
    }

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
