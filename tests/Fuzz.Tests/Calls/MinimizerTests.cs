using Google.Protobuf;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Verdicts;
using Nudge.Fuzz.Wire;
using Nudge.V1;

namespace Nudge.Fuzz.Tests.Calls;

public sealed class MinimizerTests
{
    [Fact]
    public async Task Smallest_FailureOfOneField_KeepsThatFieldOnly()
    {
        var method = RpcMethod.Scheduler.Single(known => known.Name == "Create");
        var request = new CreateRequest
        {
            RequestId = "request",
            Reminder = new Reminder
            {
                Recipient = new Recipient { UserId = "user", TenantId = "bad" },
                Notification = new Notification { Text = "text" },
                Labels = { ["a"] = "b" }
            },
        };
        var call = new FuzzCall("Create", method.Path, Frames.Of(request.ToByteArray())) { Rpc = method };

        var smallest = await Minimizer.SmallestAsync(new Failure(FailureName.StatusInternal, "x", call), changed => Task.FromResult(
            CreateRequest.Parser.ParseFrom(Frames.Read(changed.Body).Single()).Reminder?.Recipient?.TenantId == "bad"
                ? new Failure(FailureName.StatusInternal, "x", changed) : null));

        Assert.Equal(
            new CreateRequest { Reminder = new Reminder { Recipient = new Recipient { TenantId = "bad" } } },
            CreateRequest.Parser.ParseFrom(Frames.Read(smallest.Call!.Body).Single()));
    }

    [Fact]
    public async Task Smallest_FailureOfOneByte_KeepsThatByteOnly()
    {
        var call = new FuzzCall("activity", "/", [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        var smallest = await Minimizer.SmallestAsync(
            new Failure(FailureName.ServerError, "x", call), changed =>
                Task.FromResult(changed.Body.Contains((byte)7) ? new Failure(FailureName.ServerError, "x", changed) : null));

        Assert.Equal([7], smallest.Call!.Body);
    }

    [Fact]
    public async Task Smallest_FailureThatDoesNotRepeat_KeepsTheRequest()
    {
        var failure = new Failure(FailureName.ServerError, "x", new FuzzCall("activity", "/", [1, 2]));

        Assert.Equal(failure, await Minimizer.SmallestAsync(failure, _ => Task.FromResult<Failure?>(null)));
    }
}
