using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Contract;

/// <summary>A refused request and the reason. This is the base of every error that the service reports to callers.</summary>
internal abstract class ReminderException(StatusCode code, ErrorReason reason, string message) : Exception(message)
{
    private const string Domain = "nudge.v1";

    /// <summary>Gets the facts beside the reason, for programs.</summary>
    protected Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Gets when another try may succeed; null when the error does not say.</summary>
    protected TimeSpan? RetryAfter { get; init; }

    /// <summary>Returns the rich status as an exception.</summary>
    public RpcException ToRpcException() => ToStatus().ToRpcException();

    /// <summary>Returns the rich status: the code, the ErrorInfo, and the details that the error adds.</summary>
    public Google.Rpc.Status ToStatus()
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = Message };
        var info = new ErrorInfo { Domain = Domain, Reason = ReasonName(reason) };
        info.Metadata.Add(Metadata);
        status.Details.Add(Any.Pack(info));
        if (RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        AddDetails(status);
        return status;
    }

    protected virtual void AddDetails(Google.Rpc.Status status)
    {
    }

    /// <summary>Returns the name of the reason in the contract without the prefix of the enum, such as REQUEST_ID_REUSED.</summary>
    private static string ReasonName(ErrorReason reason) =>
        ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name["ERROR_REASON_".Length..];
}
