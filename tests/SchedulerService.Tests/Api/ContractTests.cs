using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>The contract as a whole: what is served, and what says that it is not yet.</summary>
public sealed class ContractTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private ReminderScheduler.ReminderSchedulerClient Client => shared.Host.Client;

    [Fact]
    public async Task Methods_OfLaterVersions_SayThatTheyAreNotServedYet()
    {
        Refusal[] refusals =
        [
            await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest())),
            await Refusal.OfAsync(Client.CancelMatchingAsync(new CancelMatchingRequest())),
            await Refusal.OfAsync(Client.PauseAsync(new PauseRequest())),
            await Refusal.OfAsync(Client.ResumeAsync(new ResumeRequest())),
            await Refusal.OfAsync(Client.RetryAsync(new RetryRequest())),
            await Refusal.OfAsync(Client.ResumeRecipientAsync(new ResumeRecipientRequest())),
            await Refusal.OfAsync(Client.ForgetRecipientAsync(new ForgetRecipientRequest())),
            await Refusal.OfAsync(Client.PreviewScheduleAsync(new PreviewScheduleRequest())),
        ];

        Assert.All(refusals, refusal => Assert.Equal((StatusCode.Unimplemented, "NOT_SERVED_YET"), (refusal.Code, refusal.Reason)));
    }

    [Fact]
    public async Task Streams_OfLaterVersions_SayThatTheyAreNotServedYet()
    {
        var watch = await Assert.ThrowsAsync<RpcException>(() => Client.Watch(new WatchRequest()).ResponseStream.MoveNext(CancellationToken.None));
        using var stream = Client.CreateStream();
        var create = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(CancellationToken.None));

        Assert.All([watch, create], refusal => Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode));
    }

    [Fact]
    public async Task Health_IsServing()
    {
        await Nudge.Tests.Eventually.HoldsAsync("healthy service", async () =>
            (await new Health.HealthClient(shared.Host.Channel).CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task Reflection_ListsTheScheduler()
    {
        using var call = new ServerReflection.ServerReflectionClient(shared.Host.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
        Assert.Contains("nudge.v1.ReminderScheduler", services);
    }
}
