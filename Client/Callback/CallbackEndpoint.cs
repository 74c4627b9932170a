using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Nudge.Client;

/// <summary>
/// Separates the scheduler's calls from other calls. The Kestrel endpoint "callback" serves gRPC only, and the other endpoints serve the rest.
/// The endpoint of a connection decides, not its port, because an orchestrator can choose the port.
/// </summary>
internal static class CallbackEndpoint
{
    private const string Name = "callback";
    private const string Section = "Kestrel";

    public static bool IsConfigured(IConfiguration configuration) => configuration.GetSection($"{Section}:Endpoints:{Name}").Exists();

    public static void Configure(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        if (!IsConfigured(configuration))
            return;

        var loader = kestrel.ConfigurationLoader ?? kestrel.Configure(configuration.GetSection(Section));
        loader.Endpoint(Name, endpoint => endpoint.ListenOptions.Use(next => connection =>
        {
            connection.Features.Set(new Mark());
            return next(connection);
        }));
    }

    public static Task RefuseStrangers(HttpContext context, RequestDelegate next)
    {
        var isOnCallback = context.Features.Get<Mark>() is not null;
        var isGrpc = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null;
        if (isOnCallback == isGrpc)
            return next(context);

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed class Mark;
}
