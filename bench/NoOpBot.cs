using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nudge.V1;

namespace Nudge.Bench;

/// <summary>A callback that answers every delivery at once: what is measured is the scheduler.</summary>
internal sealed class NoOpBot : ReminderCallback.ReminderCallbackBase
{
    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<NoOpBot>();
        await app.RunAsync();
        return 0;
    }

    public override async Task Deliver(IAsyncStreamReader<Delivery> requestStream, IServerStreamWriter<DeliveryResult> responseStream, ServerCallContext context)
    {
        await foreach (var delivery in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new DeliveryResult { Id = delivery.Id, Delivered = new Delivered() }, context.CancellationToken);
    }
}
