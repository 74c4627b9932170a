using Grpc.AspNetCore.Server;

namespace Nudge.BotService.Reminders;

/// <summary>
/// Keeps what the scheduler calls and what Teams calls apart: gRPC on the Kestrel endpoint "callback", all else elsewhere. The
/// endpoint a connection came in by tells them apart, and not its port, which an orchestrator may choose.
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
