using System.Globalization;
using Grpc.Core;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>The bytes of the request are not the message that the method takes.</summary>
internal sealed class RequestNotDecodedException(string reason)
    : ReminderException(StatusCode.InvalidArgument, ErrorReason.InvalidField, $"the request cannot be decoded: {reason}");

/// <summary>The store cannot hold the reminder: a value is too large, or of an unknown kind.</summary>
internal sealed class ReminderRefusedByStoreException(string reason)
    : ReminderException(StatusCode.InvalidArgument, ErrorReason.InvalidField, $"the reminder cannot be stored: {reason}");

/// <summary>The schedule cannot be evaluated as far as the request needs.</summary>
internal sealed class ScheduleNotEvaluatedException(string reason)
    : ReminderException(StatusCode.InvalidArgument, ErrorReason.InvalidField, $"the schedule cannot be evaluated: {reason}");

/// <summary>Too many calls ask for calendar work.</summary>
internal sealed class CalendarBusyException : ReminderException
{
    public CalendarBusyException()
        : base(StatusCode.ResourceExhausted, ErrorReason.CalendarBusy, "too many calls compute recurring schedules now; try again in a second") =>
        RetryAfter = TimeSpan.FromSeconds(1);
}

/// <summary>The reminder does not exist, or the history no longer keeps it.</summary>
internal sealed class ReminderNotFoundException : ReminderException
{
    public ReminderNotFoundException(Guid id)
        : base(StatusCode.NotFound, ErrorReason.ReminderNotFound, $"reminder {ReminderId.Format(id)} does not exist, or the history no longer keeps it") =>
        Metadata["reminder_id"] = ReminderId.Format(id);
}

/// <summary>The reminder is settled, and the request needs a live one.</summary>
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
        : base(StatusCode.AlreadyExists, ErrorReason.RequestIdReused, $"request_id '{requestId}' was used for a different reminder; use a new one") =>
        Metadata["reminder_id"] = ReminderId.Format(id);
}

/// <summary>The reminder changed after the caller read it.</summary>
internal sealed class RevisionStaleException : ReminderException
{
    public RevisionStaleException(Guid id, long revision)
        : base(StatusCode.Aborted, ErrorReason.RevisionStale, $"reminder {ReminderId.Format(id)} has changed: it is at revision {revision}; read it again")
    {
        Metadata["reminder_id"] = ReminderId.Format(id);
        Metadata["revision"] = revision.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>The reminder is not FAILED, so it cannot be retried.</summary>
internal sealed class ReminderNotFailedException : ReminderException
{
    public ReminderNotFailedException(Guid id, ReminderState state)
        : base(StatusCode.FailedPrecondition, ErrorReason.ReminderNotFailed, $"reminder {ReminderId.Format(id)} is not FAILED: it is {state.ToString().ToUpperInvariant()}")
    {
        Metadata["reminder_id"] = ReminderId.Format(id);
        Metadata["state"] = state.ToString().ToUpperInvariant();
    }
}

/// <summary>The caller's credential does not allow the callback that the reminder names.</summary>
internal sealed class TargetNotAllowedException(string target)
    : ReminderException(StatusCode.PermissionDenied, ErrorReason.TargetNotAllowed, $"reminder.target: this credential does not allow the callback '{target}'");

/// <summary>A stream had no request for too long.</summary>
internal sealed class StreamIdleException(TimeSpan idle)
    : ReminderException(StatusCode.ResourceExhausted, ErrorReason.StreamIdle, $"the stream had no request for {idle.TotalSeconds:0.#} s; open another one when there is one");

/// <summary>The scheduler is stopping, and the stream ends with it.</summary>
internal sealed class StoppingException()
    : ReminderException(StatusCode.Unavailable, ErrorReason.Stopping, "this scheduler is stopping; open the stream again");

/// <summary>The store is unavailable.</summary>
internal sealed class StoreUnavailableFault()
    : ReminderException(StatusCode.Unavailable, ErrorReason.StoreUnavailable, "the store is unavailable; try again");
