namespace Nudge.AppHost;

/// <summary>The local Redis-compatible server as a resource: a process on the loopback with a connection string.</summary>
internal sealed class LocalRedisResource(string name) : ExecutableResource(name, "dotnet", Path.GetDirectoryName(Assembly)!), IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    /// <summary>Gets the path of the server's program. The output folders of all projects are siblings.</summary>
    public static string Assembly { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "LocalRedis", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "LocalRedis.dll"));

    public EndpointReference Endpoint => new(this, EndpointName);

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)}");
}
