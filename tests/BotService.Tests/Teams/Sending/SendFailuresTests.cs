using System.Net;
using System.Net.Sockets;
using Nudge.Teams;
using Nudge.Client;

namespace Nudge.BotService.Tests.Teams.Sending;

public sealed class SendFailuresTests
{
    [Theory]
    [InlineData(400, """{"error":{"code":"BadSyntax"}}""", nameof(DeliveryOutcome.Rejected))]
    [InlineData(401, """{"error":{"code":"BotNotRegistered"}}""", nameof(DeliveryOutcome.RetryLater))]
    [InlineData(403, "", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, """{"error":{"code":"ConversationBlockedByUser"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, """{"error":{"code":"BotDisabledByAdmin"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, """{"error":{"code":"MessageWritesBlocked"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, """{"error":{"code":"BotNotInConversationRoster"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, """{"error":{"code":"ForbiddenOperationException"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, """{"error":{"code":"InvalidBotApiHost"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(403, "The user is from different region", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(404, """{"error":{"code":"ConversationNotFound"}}""", nameof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(408, "", nameof(DeliveryOutcome.Ambiguous))]
    [InlineData(412, "", nameof(DeliveryOutcome.Ambiguous))]
    [InlineData(413, """{"error":{"code":"MessageSizeTooBig"}}""", nameof(DeliveryOutcome.Rejected))]
    [InlineData(302, "", nameof(DeliveryOutcome.Rejected))]
    [InlineData(500, "", nameof(DeliveryOutcome.Ambiguous))]
    [InlineData(502, "<html>", nameof(DeliveryOutcome.Ambiguous))]
    [InlineData(503, "", nameof(DeliveryOutcome.Ambiguous))]
    [InlineData(504, "", nameof(DeliveryOutcome.Ambiguous))]
    public void Classify_Status_ReturnsItsOutcome(int status, string body, string outcome)
    {
        var classified = SendFailures.Classify(new HttpRequestException(body, null, (HttpStatusCode)status));

        Assert.Equal(outcome, classified!.GetType().Name);
        Assert.Contains($"Teams answered {status}", classified.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Returns each status that Teams documents, with each documented code in each form of body that was seen.</summary>
    public static TheoryData<int, string, string, string> EveryAnswer()
    {
        var outcomes = new Dictionary<int, string>
        {
            [400] = nameof(DeliveryOutcome.Rejected),
            [401] = nameof(DeliveryOutcome.RetryLater),
            [403] = nameof(DeliveryOutcome.RecipientUnreachable),
            [404] = nameof(DeliveryOutcome.RecipientUnreachable),
            [412] = nameof(DeliveryOutcome.Ambiguous),
            [413] = nameof(DeliveryOutcome.Rejected),
            [500] = nameof(DeliveryOutcome.Ambiguous),
            [502] = nameof(DeliveryOutcome.Ambiguous),
            [503] = nameof(DeliveryOutcome.Ambiguous),
            [504] = nameof(DeliveryOutcome.Ambiguous),
        };
        string[] codes =
        [
            "BotNotRegistered", "ConversationBlockedByUser", "BotDisabledByAdmin", "MessageWritesBlocked", "BotNotInConversationRoster",
            "ForbiddenOperationException", "InvalidBotApiHost", "ConversationNotFound", "ActivityNotFoundInConversation", "MessageSizeTooBig",
        ];
        var answers = new TheoryData<int, string, string, string>();
        foreach (var (status, outcome) in outcomes)
        {
            answers.Add(status, "", "", outcome);
            answers.Add(status, "<html><body>Bad gateway</body></html>", "", outcome);
            answers.Add(status, """{"error":{"code":"SomethingNew","message":"No."}}""", "", outcome);
            answers.Add(status, "The user is from different region", "different region", outcome);
            foreach (var code in codes)
            {
                answers.Add(status, $$$"""{"error":{"code":"{{{code}}}","message":"No."}}""", code, outcome);
                answers.Add(status, $"{code}: no.", code, outcome);
            }
        }

        return answers;
    }

    [Theory]
    [MemberData(nameof(EveryAnswer))]
    public void Classify_StatusWithACode_ReturnsTheOutcomeOfTheStatusAndNamesTheCode(int status, string body, string code, string outcome)
    {
        var classified = SendFailures.Classify(new HttpRequestException(body, null, (HttpStatusCode)status));

        Assert.Equal(outcome, classified!.GetType().Name);
        Assert.Contains(code.Length == 0 ? $"Teams answered {status}:" : $"Teams answered {status} {code}:", classified.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, nameof(DeliveryOutcome.RetryLater))]
    [InlineData(HttpRequestError.NameResolutionError, nameof(DeliveryOutcome.RetryLater))]
    [InlineData(HttpRequestError.SecureConnectionError, nameof(DeliveryOutcome.RetryLater))]
    [InlineData(HttpRequestError.ResponseEnded, nameof(DeliveryOutcome.Ambiguous))]
    [InlineData(HttpRequestError.Unknown, nameof(DeliveryOutcome.Ambiguous))]
    public void Classify_NoAnswer_DependsOnWhetherAnythingWasSent(HttpRequestError error, string outcome) =>
        Assert.Equal(outcome, SendFailures.Classify(new HttpRequestException(error, "broken"))!.GetType().Name);

    [Fact]
    public void Classify_Throttled_IsRetryLaterAfterTheRetryAfter()
    {
        var outcome = SendFailures.Classify(new ThrottledException(TimeSpan.FromSeconds(7)));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<DeliveryOutcome.RetryLater>(outcome).After);
    }

    [Fact]
    public void Classify_Timeout_IsAmbiguous() => Assert.IsType<DeliveryOutcome.Ambiguous>(SendFailures.Classify(new TaskCanceledException()));

    [Fact]
    public void Classify_BodyQuotesTheMessage_ReasonDoesNot()
    {
        var outcome = SendFailures.Classify(new HttpRequestException("cannot send 'my secret'", null, HttpStatusCode.BadRequest));

        Assert.DoesNotContain("secret", outcome!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_FailureOtherThanASend_ReturnsNull() => Assert.Null(SendFailures.Classify(new SocketException()));
}
