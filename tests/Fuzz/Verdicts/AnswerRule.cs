using System.Text;
using Grpc.Core;
using Nudge.Fuzz.Calls;

namespace Nudge.Fuzz.Verdicts;

/// <summary>Judges the answer to one request.</summary>
internal static class AnswerRule
{
    /// <summary>
    /// The answers of the gRPC framework to broken frames, which it gives before a service sees the call. gRPC prescribes INTERNAL for most of them.
    /// </summary>
    private static readonly (StatusCode Status, string Detail)[] Framework =
    [
        (StatusCode.Internal, "Incomplete message."),
        (StatusCode.Internal, "Additional data after the message received."),
        (StatusCode.Internal, "Request did not include grpc-encoding value with compressed message."),
        // An invalid compression flag, a length of more than 2 GB, or a compressed message that cannot be decompressed.
        (StatusCode.Unknown, NotHandled),
    ];

    private const string NotHandled = "Exception was thrown by handler.";

    /// <summary>
    /// The end of the stream of a call whose deadline has passed. The server sends DEADLINE_EXCEEDED before it, but a caller that still sends its request
    /// sees the end first.
    /// </summary>
    private const string Ended = "HTTP/2 error code 'CANCEL' (0x8)";

    private const int MaxDetail = 600;

    /// <summary>Judges an answer. A permitted exception is counted.</summary>
    /// <returns>The failure; null when the answer is as it should be.</returns>
    public static Failure? Judge(FuzzCall call, CallAnswer answer, Findings findings)
    {
        if (answer.IsGivenUp)
            return null;
        if (answer.Http == 0 && call.Deadline != FuzzCall.UsualDeadline && answer.Detail.Contains(Ended, StringComparison.Ordinal))
        {
            findings.Permit("a call whose deadline has passed: its stream is ended");
            return null;
        }

        if (answer.Http == 0)
            return new Failure(FailureName.NoAnswer, answer.Detail, call);
        if (!call.IsGrpc || call.Rpc is null)
            return JudgeHttp(call, answer, findings);
        if (IsOfFramework(call, answer))
        {
            findings.Permit($"broken frame: {answer.Status} \"{answer.Detail}\"");
            return null;
        }

        // The framework's own services have no means to refuse such a message.
        if (answer is { Status: StatusCode.Unknown, Detail: NotHandled } && call.IsUndecodableForFramework)
        {
            findings.Permit($"{call.Rpc.Descriptor.Service.FullName} cannot decode its request: {answer.Status} \"{answer.Detail}\"");
            return null;
        }

        return StatusOf(answer) switch
        {
            StatusCode.Internal => new Failure(FailureName.StatusInternal, answer.Detail, call),
            StatusCode.Unknown => new Failure(FailureName.StatusUnknown, answer.Detail, call),
            null => new Failure(FailureName.NoStatus, $"HTTP {answer.Http}", call),
            not StatusCode.Unauthenticated and not StatusCode.DeadlineExceeded when call is { Owner: "", Rpc.AnswersReminders: true } =>
                new Failure(FailureName.CredentialAccepted, $"{answer.Status} {answer.Detail}", call),
            _ => null,
        };
    }

    private static Failure? JudgeHttp(FuzzCall call, CallAnswer answer, Findings findings)
    {
        if (answer.Http < 500)
            return null;
        var text = Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, MaxDetail)));
        // The protocol of bots answers an unknown invoke so.
        if (answer.Http == 501 && call.IsInvoke)
            findings.Permit("an invoke that the bot does not know: HTTP 501");
        else if (text.Contains(LogRule.NotDelivered, StringComparison.Ordinal))
            findings.Permit("the answer to an activity was not sent, so that Teams repeats the activity: HTTP 500");
        else
            return new Failure(FailureName.ServerError, $"HTTP {answer.Http} {text}", call);
        return null;
    }

    private static bool IsOfFramework(FuzzCall call, CallAnswer answer) =>
        !call.IsFramed && answer.Status is { } status && Framework.Contains((status, answer.Detail));

    /// <summary>Returns the status that gRPC derives from HTTP's where an answer has none of its own.</summary>
    private static StatusCode? StatusOf(CallAnswer answer) => answer.Status ?? answer.Http switch
    {
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        _ => null,
    };
}
