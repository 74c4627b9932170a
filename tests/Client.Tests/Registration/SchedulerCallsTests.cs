using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nudge.Servers;

namespace Nudge.Client.Tests.Registration;

/// <summary>What a caller reads when the scheduler is not there.</summary>
public sealed class SchedulerCallsTests
{
    [Fact]
    public async Task AddReminder_NoScheduler_SaysThatItDoesNotAnswer()
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";

        var failure = await FailAsync(address);

        Assert.StartsWith($"the scheduler at {address}/ does not answer: start it, or correct its address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddReminder_AnotherService_SaysThatItIsAnotherVersion()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        var port = FreePort.Find();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        await using var other = builder.Build();
        other.MapGrpcService<OtherService>();
        await other.StartAsync(TestContext.Current.CancellationToken);

        var failure = await FailAsync($"http://127.0.0.1:{port}");

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        Assert.StartsWith($"the server at http://127.0.0.1:{port}/ does not know Create: it is another service, or a scheduler of another version", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<RpcException> FailAsync(string address)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["ConnectionStrings:scheduler"] = address;
        builder.AddNudgeClient("scheduler", settings => settings.CallTimeout = TimeSpan.FromSeconds(1));
        builder.AddReminderHandlers(handlers => handlers.Add(SendProactive));
        using var host = builder.Build();

        return await Assert.ThrowsAsync<RpcException>(() => host.Services.GetRequiredService<NotificationQueue>().AddReminder("ada", SendProactive, 10_000));
    }

    private static Task SendProactive(string userId) => Task.CompletedTask;

    /// <summary>A gRPC service that knows nothing of reminders.</summary>
    private sealed class OtherService : V1.ReminderCallback.ReminderCallbackBase;
}
