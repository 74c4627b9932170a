using System.Net;
using System.Net.Sockets;
using Nudge.BotService.Channel;
using Nudge.BotService.Reminders;

namespace Nudge.BotService.Tests.Channel;

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
    public void Classify_Status_IsTheOutcome(int status, string body, string outcome)
    {
        var classified = SendFailures.Classify(new HttpRequestException(body, null, (HttpStatusCode)status));

        Assert.Equal(outcome, classified!.GetType().Name);
        Assert.Contains($"Teams answered {status}", classified.ToString(), StringComparison.Ordinal);
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
    public void Classify_Throttled_IsRetryLaterWhenTeamsSaysSo()
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
    public void Classify_NotAFailureToSend_IsNotClassified() => Assert.Null(SendFailures.Classify(new SocketException()));
}
