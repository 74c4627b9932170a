using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nudge.Servers;

namespace Nudge.Fuzz.Deployments;

/// <summary>Serves a callback in this process.</summary>
internal sealed class CallbackHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CallbackHost(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <param name="arrived">Receives the key of each clean reminder when it arrives.</param>
    public static async Task<CallbackHost> StartAsync(Action<string> arrived)
    {
        var port = FreePort.Find();
        var builder = WebApplication.CreateSlimBuilder();
        // The working folder can contain another program's settings, whose ports the callback would take.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Callback(arrived));
        var app = builder.Build();
        app.MapGrpcService<Callback>();
        await app.StartAsync();
        return new CallbackHost(app, new Uri($"http://127.0.0.1:{port}"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
