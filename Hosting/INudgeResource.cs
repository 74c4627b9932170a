namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A Nudge scheduler. Its endpoint <c>grpc</c> serves the API, and its endpoint <c>http</c> serves the health. Its connection string is the address of the
/// endpoint <c>grpc</c>.
/// </summary>
public interface INudgeResource : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithServiceDiscovery, IResourceWithConnectionString
{
    ReferenceExpression IResourceWithConnectionString.ConnectionStringExpression => ReferenceExpression.Create($"{this.GetEndpoint("grpc").Property(EndpointProperty.Url)}");
}
