using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Contract;

/// <summary>Fields of a request are invalid. The error names each with its path from the request's root, and says what is wrong with it.</summary>
internal sealed class InvalidFieldsException(IReadOnlyList<BadRequest.Types.FieldViolation> violations)
    : ReminderException(StatusCode.InvalidArgument, ErrorReason.InvalidField, string.Join("; ", violations.Select(v => $"{v.Field}: {v.Description}")))
{
    public static InvalidFieldsException Of(string field, string description) =>
        new([new BadRequest.Types.FieldViolation { Field = field, Description = description }]);

    protected override void AddDetails(Google.Rpc.Status status)
    {
        var request = new BadRequest();
        request.FieldViolations.AddRange(violations);
        status.Details.Add(Any.Pack(request));
    }
}
