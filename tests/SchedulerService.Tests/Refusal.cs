using Google.Rpc;
using Grpc.Core;

namespace Nudge.SchedulerService.Tests;

/// <summary>The parts of a refused call. Every refusal has a reason, and an invalid argument names the fields at fault.</summary>
internal sealed record Refusal(StatusCode Code, string Reason, IReadOnlyList<string> Fields, string Message, IReadOnlyDictionary<string, string> Metadata)
{
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        var status = thrown.GetRpcStatus();
        Assert.NotNull(status);
        var info = status.GetDetail<ErrorInfo>();
        Assert.NotNull(info);
        Assert.Equal("nudge.v1", info.Domain);
        var fields = status.GetDetail<BadRequest>()?.FieldViolations.Select(violation => violation.Field).ToList() ?? [];
        return new Refusal(thrown.StatusCode, info.Reason, fields, status.Message, info.Metadata);
    }
}
