using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

public interface IResource;

public interface IResourceWithArgs : IResource;

public interface IResourceWithEndpoints : IResource;

public interface IResourceWithEnvironment : IResource;

public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

public interface IResourceWithWaitSupport : IResource;

public interface IManifestExpressionProvider;

public interface IValueProvider;

public interface IResourceWithConnectionString : IResource, IManifestExpressionProvider, IValueProvider;

public interface IResourceBuilder<out T>
    where T : IResource;

public abstract class Resource : IResource;

public class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport;

public class ProjectResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

public sealed class ConnectionStringResource : Resource, IResourceWithConnectionString, IResourceWithWaitSupport;

public class ParameterResource : Resource;

public class CommandOptions;

public class HttpCommandOptions : CommandOptions;

public class ResourceReadyEvent;

public sealed class ResourceUrlAnnotation
{
    public required string Url { get; set; }

    public string? DisplayText { get; set; }
}

public enum EndpointProperty
{
    TargetPort = 5,
    HostAndPort = 6,
}

public sealed class EndpointReference : IManifestExpressionProvider, IValueProvider
{
    public string Url => throw null!;

    public EndpointReferenceExpression Property(EndpointProperty property) => throw null!;
}

public class EndpointReferenceExpression : IManifestExpressionProvider, IValueProvider;

public class ReferenceExpression : IManifestExpressionProvider, IValueProvider
{
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => throw null!;

    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        public readonly void AppendLiteral(string value) => throw null!;

        public readonly void AppendFormatted(string? value) => throw null!;

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => throw null!;
    }
}
