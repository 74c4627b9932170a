namespace Nudge.AppHost;

/// <summary>The bot's conversations and receipts are a record, not a cache: nothing is acknowledged before it is on disk, and nothing is evicted.</summary>
internal static class RedisResources
{
    public static IResourceBuilder<IResourceWithConnectionString> AddDurableRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddRedis(name)
            .WithoutHttpsCertificate()
            .WithDataVolume()
            .WithArgs("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction");

    /// <summary>The Redis-compatible server of our own, where no container can be run.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddLocalRedis(this IDistributedApplicationBuilder builder, string name, string folder)
    {
        var server = builder.AddProject<Projects.LocalRedis>($"{name}-server").WithEndpoint(scheme: "tcp", name: "tcp");
        var endpoint = server.GetEndpoint("tcp");
        server.WithArgs("--port", endpoint.Property(EndpointProperty.TargetPort), "--data", folder);

        return builder.AddConnectionString(name, ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.HostAndPort)}"));
    }
}
