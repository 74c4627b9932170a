using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Generation;
using Nudge.Fuzz.Wire;
using Nudge.V1;

namespace Nudge.Fuzz.Tests.Generation;

public sealed class RpcCallsTests
{
    private readonly ValidRequests _valid = new(new KnownValues(), TimeProvider.System);

    [Fact]
    public void All_HasEveryMethodOfEveryService() => Assert.Equal(
        [$"nudge.v1.ReminderScheduler {ReminderScheduler.Descriptor.Methods.Count}", "grpc.health.v1.Health 2", "grpc.reflection.v1alpha.ServerReflection 1", "grpc.reflection.v1.ServerReflection 1"],
        RpcMethod.All.GroupBy(method => method.Descriptor.Service.FullName).Select(service => $"{service.Key} {service.Count()}"));

    [Fact]
    public void ValidRequest_OfEveryMethod_CanBeReadBack()
    {
        foreach (var method in RpcMethod.All.Concat(RpcMethod.Callback))
        {
            var request = _valid.Next(method.Descriptor.InputType.ClrType, new Random(1));

            Assert.Equal(request, method.Descriptor.InputType.Parser.ParseFrom(WireMessage.Of(request).Encode()));
        }
    }

    [Fact]
    public void Next_OfOneSeed_IsTheSameCall()
    {
        foreach (var method in RpcMethod.All)
        {
            var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
            byte[] Body(int seed) => new RpcCalls(new KnownValues(), clock).Next(method, new Random(seed)).Body;

            Assert.All(Enumerable.Range(0, 50), seed => Assert.Equal(Body(seed), Body(seed)));
        }
    }

    [Fact]
    public void Next_ManyCalls_AreOfEveryKind()
    {
        var calls = new RpcCalls(new KnownValues(), TimeProvider.System);
        var create = RpcMethod.Scheduler.Single(method => method.Name == "Create");
        var made = Enumerable.Range(0, 3000).Select(seed => calls.Next(create, new Random(seed))).ToList();

        Assert.Contains(made, call => !call.IsFramed);
        Assert.Contains(made, call => !call.IsGrpc);
        Assert.Contains(made, call => call.GivesUpAfter is not null);
        Assert.Contains(made, call => call is { IsFramed: true } && Frames.Read(call.Body).Any(message => WireMessage.TryRead(message, null) is null));
        Assert.Contains(made, call =>
            call is { IsFramed: true }
                && Frames.Read(call.Body).Any(message => WireMessage.TryRead(message, create.Descriptor.InputType) is { Fields.Count: > 1 }));
    }

    [Fact]
    public void Next_CallThatStaysOpen_EndsByItself()
    {
        var calls = new RpcCalls(new KnownValues(), TimeProvider.System);
        var watch = RpcMethod.Scheduler.Single(method => method.Name == "Watch");
        var made = Enumerable.Range(0, 3000).Select(seed => calls.Next(watch, new Random(seed))).ToList();
        var usual = $"{RpcCalls.OpenFor.TotalMilliseconds}m";

        var withoutDeadline = made.Where(call => call.Deadline != usual || !call.IsGrpc).ToList();
        Assert.NotEmpty(withoutDeadline);
        Assert.All(withoutDeadline, call => Assert.NotNull(call.GivesUpAfter));
    }
}
