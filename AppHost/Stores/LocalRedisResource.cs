namespace Nudge.AppHost;

/// <summary>The local Redis-compatible server as a resource: a process on the loopback that has a connection string.</summary>
internal sealed class LocalRedisResource(string name) : ExecutableResource(name, "dotnet", Path.GetDirectoryName(Assembly)!), IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    /// <summary>The server's program. Every project's output is a sibling of this one's.</summary>
    public static string Assembly { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "LocalRedis", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "LocalRedis.dll"));

    public EndpointReference Endpoint => new(this, EndpointName);

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)}");
}
