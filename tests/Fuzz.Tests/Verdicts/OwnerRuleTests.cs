using Google.Protobuf;
using Grpc.Core;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Verdicts;
using Nudge.Fuzz.Wire;
using Nudge.V1;

namespace Nudge.Fuzz.Tests.Verdicts;

public sealed class OwnerRuleTests
{
    [Theory]
    [InlineData("fuzz-a", null)]
    [InlineData("fuzz-b", FailureName.ForeignReminder)]
    internal void Judge_ListedReminder_MustBeTheCallers(string owner, FailureName? name) =>
        Assert.Equal(name, Judge("List", Frames.Of(new ListResponse { Reminders = { new Reminder { Owner = owner } } }.ToByteArray()))?.Name);

    [Fact]
    public void Judge_ReminderInAnAnswer_MustBeTheCallers() => Assert.Equal(
        FailureName.ForeignReminder, Judge("Cancel", Frames.Of(new CancelResponse { Reminder = new Reminder { Owner = "fuzz-b" } }.ToByteArray()))?.Name);

    [Fact]
    public void Judge_StreamedReminder_MustBeTheCallers() => Assert.Equal(
        FailureName.ForeignReminder,
        Judge("CreateStream",
            Frames.Of(new CreateStreamResponse { Created = new CreateResponse { Reminder = new Reminder { Owner = "fuzz-b" } } }.ToByteArray()))?.Name);

    [Fact]
    public void Judge_AnswerThatIsNoMessage_IsReported() => Assert.Equal(FailureName.AnswerUnreadable, Judge("Get", Frames.Of([0]))?.Name);

    private static Failure? Judge(string method, byte[] body)
    {
        var rpc = RpcMethod.Scheduler.Single(known => known.Name == method);
        return OwnerRule.Judge(new FuzzCall(method, rpc.Path, []) { Rpc = rpc, Owner = "fuzz-a" },
            new CallAnswer(200, StatusCode.OK, "", body, TimeSpan.Zero), seesAll: false, out _);
    }
}
