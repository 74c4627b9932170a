using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nudge.Servers;

namespace Nudge.Client.Tests.Registration;

/// <summary>The errors of a caller whose client does not fit the scheduler.</summary>
public sealed class SchedulerCallsTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task AddReminder_NoScheduler_SaysThatItDoesNotAnswer()
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";

        var failure = await FailAsync(address, timeout: TimeSpan.FromSeconds(1));

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

    [Fact]
    public async Task AddReminder_HttpEndpointOfTheScheduler_SaysThatItIsNotAGrpcEndpoint()
    {
        var failure = await FailAsync(scheduler.SchedulerHttp.ToString());

        Assert.StartsWith($"the server at {scheduler.SchedulerHttp} is not a gRPC endpoint: correct the address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddReminder_UnknownTarget_NamesTheKnownOnes()
    {
        var failure = await FailAsync(scheduler.Scheduler.ToString(), target: "bots");

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("reminder.target: is not a configured callback; add it to Callbacks:Targets of the scheduler, or use one of: bot", failure.Status.Detail);
    }

    [Fact]
    public async Task AddReminder_UnregisteredHandler_NamesTheMissingCall()
    {
        using var host = Build(scheduler.Scheduler.ToString());

        var failure = await Assert.ThrowsAsync<ArgumentException>(() => host.Services.GetRequiredService<NotificationQueue>().AddReminder("ada", Unregistered, 10_000));

        Assert.StartsWith(
            "SchedulerCallsTests.Unregistered is not registered as a reminder handler: add it with builder.AddReminderHandlers(", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<RpcException> FailAsync(string address, string target = "bot", TimeSpan? timeout = null)
    {
        using var host = Build(address, target, timeout);
        return await Assert.ThrowsAsync<RpcException>(() => host.Services.GetRequiredService<NotificationQueue>().AddReminder("ada", SendProactive, 10_000));
    }

    private static IHost Build(string address, string target = "bot", TimeSpan? timeout = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["ConnectionStrings:scheduler"] = address;
        builder.AddNudgeClient("scheduler", settings => (settings.Target, settings.CallTimeout) = (target, timeout ?? TimeSpan.FromSeconds(30)));
        builder.AddReminderHandlers(handlers => handlers.Add(SendProactive));
        return builder.Build();
    }

    private static Task SendProactive(string userId) => Task.CompletedTask;

    private static Task Unregistered(string userId) => Task.CompletedTask;

    /// <summary>A gRPC service that knows nothing of reminders.</summary>
    private sealed class OtherService : V1.ReminderCallback.ReminderCallbackBase;
}
