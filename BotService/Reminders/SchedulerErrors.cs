using Google.Rpc;
using Grpc.Core;

namespace Nudge.BotService.Reminders;

internal static class SchedulerErrors
{
    /// <summary>Returns true when the scheduler understood and refused the request; false when the call failed otherwise.</summary>
    public static bool IsRefusal(RpcException failure) =>
        failure.StatusCode is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.NotFound;

    /// <summary>Returns the failure in words for a person.</summary>
    public static string InWords(RpcException failure)
    {
        if (!IsRefusal(failure))
            return "The scheduler did not answer, so your request may or may not have been carried out. Type \"list\" in a minute to check.";

        var violations = failure.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations;
        return violations is { Count: > 0 } ? string.Join(' ', violations.Select(Sentence)) : failure.Status.Detail;
    }

    // A person sees only the last part of "reminder.schedule.delay". The description continues the sentence.
    private static string Sentence(BadRequest.Types.FieldViolation violation) =>
        $"The {violation.Field[(violation.Field.LastIndexOf('.') + 1)..]} {violation.Description}.";
}
