using Google.Rpc;
using Grpc.Core;
using Nudge.BotService.Words;

namespace Nudge.BotService.Reminders;

internal static class SchedulerErrors
{
    /// <summary>Returns true when the scheduler understood and refused the request; false when the call failed otherwise.</summary>
    public static bool IsRefusal(RpcException failure) =>
        failure.StatusCode is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.NotFound;

    /// <summary>Returns the failure in words for a person.</summary>
    public static string InWords(RpcException failure, Sayings says)
    {
        if (!IsRefusal(failure))
            return says.SchedulerAway;

        var violations = failure.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations;
        return (failure.StatusCode, violations) switch
        {
            (StatusCode.NotFound, _) => says.ReminderGone,
            (StatusCode.FailedPrecondition, _) => says.ReminderSettled,
            (_, [{ Field: "reminder.schedule.delay" or "reminder.schedule.at" }]) => says.TooFar,
            (_, { Count: > 0 }) => Wording.Fill(says.Refused, string.Join(' ', violations.Select(Sentence))),
            _ => Wording.Fill(says.Refused, failure.Status.Detail),
        };
    }

    // A person sees only the last part of "reminder.schedule.delay". The description continues the sentence.
    private static string Sentence(BadRequest.Types.FieldViolation violation) =>
        $"The {violation.Field[(violation.Field.LastIndexOf('.') + 1)..]} {violation.Description}.";
}
