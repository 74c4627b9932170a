using Grpc.Core;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Verdicts;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Tests.Verdicts;

public sealed class AnswerRuleTests
{
    private readonly Findings _findings = new();

    [Theory]
    [InlineData(StatusCode.Internal, "StatusInternal")]
    [InlineData(StatusCode.Unknown, "StatusUnknown")]
    public void Judge_FailureOfTheService_IsReported(StatusCode status, string name) =>
        Assert.Equal(name, AnswerRule.Judge(Get(), Answer(status, "Exception was thrown by handler."), _findings)?.Name.ToString());

    [Theory]
    [InlineData(StatusCode.OK)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.ResourceExhausted)]
    public void Judge_AnswerOfTheContract_IsNoFailure(StatusCode status) => Assert.Null(AnswerRule.Judge(Get(), Answer(status), _findings));

    [Theory]
    [InlineData(StatusCode.Internal, "Incomplete message.")]
    [InlineData(StatusCode.Unknown, "Exception was thrown by handler.")]
    public void Judge_FrameworkRefusesABrokenFrame_IsCounted(StatusCode status, string detail)
    {
        Assert.Null(AnswerRule.Judge(Get() with { IsFramed = false }, Answer(status, detail), _findings));
        Assert.Equal(($"broken frame: {status} \"{detail}\"", 1), Assert.Single(_findings.Permitted));
    }

    [Fact]
    public void Judge_BrokenFrameWithAnotherDetail_IsReported() =>
        Assert.Equal(FailureName.StatusInternal,
            AnswerRule.Judge(Get() with { IsFramed = false }, Answer(StatusCode.Internal, "the store has no row"), _findings)?.Name);

    [Fact]
    public void Judge_UndecodableRequestOfHealth_IsCounted()
    {
        var health = RpcMethod.All.Single(method => method.Path == "/grpc.health.v1.Health/Check");
        var answer = Answer(StatusCode.Unknown, "Exception was thrown by handler.");

        Assert.Null(AnswerRule.Judge(Call(health, [0]), answer, _findings));
        Assert.Single(_findings.Permitted);
        Assert.Equal(FailureName.StatusUnknown, AnswerRule.Judge(Call(health, []), answer, _findings)?.Name);
    }

    [Fact]
    public void Judge_ConnectionThatEnds_IsReported() =>
        Assert.Equal(FailureName.NoAnswer, AnswerRule.Judge(Get(), new CallAnswer(0, null, "reset", [], TimeSpan.Zero), _findings)?.Name);

    [Fact]
    public void Judge_StreamEndedByAShortDeadline_IsCounted()
    {
        var ended = new CallAnswer(0, null, "The HTTP/2 server reset the stream. HTTP/2 error code 'CANCEL' (0x8). (HttpProtocolError)", [], TimeSpan.Zero);

        Assert.Null(AnswerRule.Judge(Get() with { Deadline = "1u" }, ended, _findings));
        Assert.Single(_findings.Permitted);
        Assert.Equal(FailureName.NoAnswer, AnswerRule.Judge(Get(), ended, _findings)?.Name);
    }

    [Fact]
    public void Judge_CallerThatGivesUp_IsNoFailure() =>
        Assert.Null(AnswerRule.Judge(Get(), new CallAnswer(0, null, "cancelled", [], TimeSpan.Zero) { IsGivenUp = true }, _findings));

    [Fact]
    public void Judge_AnswerWithoutStatus_IsReported() => Assert.Equal(FailureName.NoStatus, AnswerRule.Judge(Get(), Answer(null), _findings)?.Name);

    [Theory]
    [InlineData(StatusCode.OK, FailureName.CredentialAccepted)]
    [InlineData(StatusCode.NotFound, FailureName.CredentialAccepted)]
    [InlineData(StatusCode.Unauthenticated, null)]
    internal void Judge_CallWithoutValidCredential_MustBeUnauthenticated(StatusCode status, FailureName? name) =>
        Assert.Equal(name, AnswerRule.Judge(Get() with { Owner = "" }, Answer(status), _findings)?.Name);

    [Theory]
    [InlineData(500, false, FailureName.ServerError)]
    [InlineData(501, false, FailureName.ServerError)]
    [InlineData(501, true, null)]
    [InlineData(400, false, null)]
    internal void Judge_Activity_MustNotFailTheServer(int http, bool isInvoke, FailureName? name) => Assert.Equal(
        name, AnswerRule.Judge(new FuzzCall("activity", "/api/messages", []) { ContentType = "application/json", IsInvoke = isInvoke },
            new CallAnswer(http, null, "", [], TimeSpan.Zero), _findings)?.Name);

    private static FuzzCall Get() => Call(RpcMethod.Scheduler.Single(method => method.Name == "Get"), []);

    private static FuzzCall Call(RpcMethod method, byte[] message) => new(method.Name, method.Path, Frames.Of(message)) { Rpc = method, Owner = "fuzz-a" };

    private static CallAnswer Answer(StatusCode? status, string detail = "") => new(200, status, detail, [], TimeSpan.Zero);
}
