using Google.Rpc;
using Grpc.Core;

namespace Nudge.BotService.Reminders;

internal static class SchedulerErrors
{
    /// <summary>True where the scheduler understood and said no; false where it could not be asked.</summary>
    public static bool IsRefusal(RpcException failure) =>
        failure.StatusCode is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.NotFound;

    /// <summary>Says it to a person.</summary>
    public static string InWords(RpcException failure)
    {
        if (!IsRefusal(failure))
            return "The scheduler did not answer, so it may or may not have been done. Ask me for your list in a minute.";

        var violations = failure.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations;
        return violations is { Count: > 0 } ? string.Join(' ', violations.Select(Sentence)) : failure.Status.Detail;
    }

    // "reminder.schedule.delay" is how a program says it; what is said of it reads on from its name.
    private static string Sentence(BadRequest.Types.FieldViolation violation) =>
        $"The {violation.Field[(violation.Field.LastIndexOf('.') + 1)..]} {violation.Description}.";
}
