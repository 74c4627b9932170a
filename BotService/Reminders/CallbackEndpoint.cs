using Grpc.AspNetCore.Server;

namespace Nudge.BotService.Reminders;

/// <summary>
/// Separates the scheduler's calls from Teams' calls. The Kestrel endpoint "callback" serves gRPC only, and the other endpoints serve the rest.
/// The endpoint of a connection decides, not its port, because an orchestrator can choose the port.
/// </summary>
internal static class CallbackEndpoint
{
    private const string Name = "callback";

    public static void Configure(WebHostBuilderContext context, Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel) =>
        kestrel.Configure(context.Configuration.GetSection("Kestrel")).Endpoint(Name, endpoint => endpoint.ListenOptions.Use(next => connection =>
        {
            connection.Features.Set(new Mark());
            return next(connection);
        }));

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
