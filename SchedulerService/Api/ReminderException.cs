using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>A request that is refused, and why: the base of every fault that a caller is told about.</summary>
internal abstract class ReminderException(StatusCode code, ErrorReason reason, string message) : Exception(message)
{
    private const string Domain = "nudge.v1";

    /// <summary>Facts beside the reason, for programs.</summary>
    protected Dictionary<string, string> Metadata { get; } = [];

    /// <summary>The rich status: code, ErrorInfo, and what the fault adds.</summary>
    public RpcException ToRpcException() => ToStatus().ToRpcException();

    public Google.Rpc.Status ToStatus()
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = Message };
        var info = new ErrorInfo { Domain = Domain, Reason = ReasonName(reason) };
        info.Metadata.Add(Metadata);
        status.Details.Add(Any.Pack(info));
        AddDetails(status);
        return status;
    }

    protected virtual void AddDetails(Google.Rpc.Status status)
    {
    }

    /// <summary>RequestIdReused is REQUEST_ID_REUSED, its name in the contract without the enum's prefix.</summary>
    private static string ReasonName(ErrorReason reason) =>
        ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name["ERROR_REASON_".Length..];
}
