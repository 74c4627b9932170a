using StackExchange.Redis;

namespace Nudge.AppHost;

/// <summary>
/// The bot's Redis: a given server, a container, or the local Redis-compatible server. It is the bot's system of record, not a cache.
/// </summary>
internal static class RedisServers
{
    /// <summary>Adds the server that <c>ConnectionStrings:{name}</c> of the AppHost names.</summary>
    /// <returns>The server; null when no connection string is given.</returns>
    /// <exception cref="CannotStartException">The connection string cannot be parsed, or names no server.</exception>
    public static IResourceBuilder<IResourceWithConnectionString>? FindGivenRedis(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.Configuration.GetConnectionString(name) is not { Length: > 0 } given)
            return null;

        if (!IsValid(given))
            throw new CannotStartException($"ConnectionStrings:{name} cannot be parsed. Set it to host:port,password=….");

        return builder.AddConnectionString(name).WithRedisHealthCheck(name);
    }

    /// <summary>Adds a Redis container that acknowledges a write only when it is on disk, and that evicts nothing.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddDurableRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddRedis(name)
            .WithoutHttpsCertificate()
            .WithDataVolume()
            .WithArgs("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction");

    /// <summary>Adds the local server, for machines without a container runtime.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddLocalRedis(this IDistributedApplicationBuilder builder, string name, string folder)
    {
        var server = new LocalRedisResource(name);
        return builder.AddResource(server)
            .WithEndpoint(scheme: "tcp", name: LocalRedisResource.EndpointName)
            .WithUrlForEndpoint(LocalRedisResource.EndpointName, url => url.DisplayText = "Redis protocol")
            .WithArgs(LocalRedisResource.Assembly, "--port", server.Endpoint.Property(EndpointProperty.TargetPort), "--data", folder)
            .WithRedisHealthCheck(name)
            .RestartsAfterCrash();
    }

    private static IResourceBuilder<T> WithRedisHealthCheck<T>(this IResourceBuilder<T> server, string name)
        where T : IResourceWithConnectionString
    {
        server.ApplicationBuilder.Services.AddHealthChecks().AddRedis(
            services => server.Resource.GetConnectionStringAsync().AsTask().GetAwaiter().GetResult()!, name);
        return server.WithHealthCheck(name).WithIconName("DatabaseLightning");
    }

    private static bool IsValid(string given)
    {
        try
        {
            return ConfigurationOptions.Parse(given).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            // The exception's message can contain the password.
            return false;
        }
    }
}
