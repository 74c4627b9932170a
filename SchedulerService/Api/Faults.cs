using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Fields that cannot be accepted as they are: each with its path from the request's root, and what is wrong with it.</summary>
internal sealed class InvalidFieldsException(IReadOnlyList<BadRequest.Types.FieldViolation> violations)
    : ReminderException(StatusCode.InvalidArgument, ErrorReason.InvalidField, string.Join("; ", violations.Select(v => $"{v.Field}: {v.Description}")))
{
    protected override void AddDetails(Google.Rpc.Status status)
    {
        var request = new BadRequest();
        request.FieldViolations.AddRange(violations);
        status.Details.Add(Any.Pack(request));
    }
}

/// <summary>There is no such reminder, or the history no longer keeps it.</summary>
internal sealed class ReminderNotFoundException : ReminderException
{
    public ReminderNotFoundException(Guid id)
        : base(StatusCode.NotFound, ErrorReason.ReminderNotFound, $"there is no reminder {ReminderId.Format(id)}") =>
        Metadata["reminder_id"] = ReminderId.Format(id);
}

/// <summary>The reminder has come to its end, and what was asked for needs a live one.</summary>
internal sealed class ReminderSettledException : ReminderException
{
    public ReminderSettledException(Guid id, ReminderState state)
        : base(StatusCode.FailedPrecondition, ErrorReason.ReminderSettled, $"reminder {ReminderId.Format(id)} is settled: it is {state.ToString().ToUpperInvariant()}")
    {
        Metadata["reminder_id"] = ReminderId.Format(id);
        Metadata["state"] = state.ToString().ToUpperInvariant();
    }
}

/// <summary>The request id was used for a different reminder.</summary>
internal sealed class RequestIdReusedException : ReminderException
{
    public RequestIdReusedException(string requestId, Guid id)
        : base(StatusCode.AlreadyExists, ErrorReason.RequestIdReused, $"request_id '{requestId}' was used for a different reminder") =>
        Metadata["reminder_id"] = ReminderId.Format(id);
}

/// <summary>This version does not serve it yet.</summary>
internal sealed class NotServedYetException : ReminderException
{
    public NotServedYetException(string what, string? field = null)
        : base(StatusCode.Unimplemented, ErrorReason.NotServedYet, string.Create(CultureInfo.InvariantCulture, $"{what} is not served yet"))
    {
        if (field is not null)
            Metadata["field"] = field;
    }
}

/// <summary>The store cannot be used now.</summary>
internal sealed class StoreUnavailableFault(string message)
    : ReminderException(StatusCode.Unavailable, ErrorReason.StoreUnavailable, message);
