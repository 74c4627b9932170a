using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Nudge.SchedulerService.Api;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>The contract as a whole: the scheduler implements every method, and serves health and reflection.</summary>
public sealed class ContractTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    [Fact]
    public void Methods_OfTheContract_AreAllImplemented()
    {
        var implemented = typeof(ReminderSchedulerService).GetMethods().Where(method => method.DeclaringType == typeof(ReminderSchedulerService)).Select(method => method.Name);
        var promised = ReminderScheduler.Descriptor.Methods.Select(method => method.Name);

        Assert.Empty(promised.Except(implemented));
    }

    [Fact]
    public async Task Health_OfARunningScheduler_IsServing()
    {
        await Nudge.Tests.Eventually.HoldsAsync("healthy service", async () =>
            (await new Health.HealthClient(shared.Host.Channel).CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task Reflection_ListOfServices_ContainsTheScheduler()
    {
        using var call = new ServerReflection.ServerReflectionClient(shared.Host.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
        Assert.Contains("nudge.v1.ReminderScheduler", services);
    }
}
