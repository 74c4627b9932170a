using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Nudge.Client;

/// <summary>
/// Gives each call without a deadline one, so that an unreachable scheduler holds up no caller, and says what an error means that the scheduler did not
/// write itself. Streams have no end of their own, and get no deadline.
/// </summary>
internal sealed class SchedulerCalls(Uri scheduler, TimeSpan timeout, TimeProvider time) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var options = context.Options.Deadline is null ? context.Options.WithDeadline((time.GetUtcNow() + timeout).UtcDateTime) : context.Options;
        var call = continuation(request, new(context.Method, context.Host, options));
        return new(ExplainAsync(call.ResponseAsync, context.Method.Name), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private async Task<T> ExplainAsync<T>(Task<T> response, string method)
    {
        try
        {
            return await response;
        }
        catch (RpcException failure) when (Explain(failure, method) is { } message)
        {
            throw new RpcException(failure.Status, failure.Trailers, message);
        }
    }

    private string? Explain(RpcException failure, string method) => failure.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded =>
            $"the scheduler at {scheduler} does not answer: start it, or correct its address in the connection string or in Aspire:Nudge:Client:Endpoint ({failure.Status.Detail})",
        StatusCode.Internal when failure.Status.DebugException is HttpRequestException =>
            $"the server at {scheduler} is not a gRPC endpoint: correct the address, its scheme and its port; a scheduler listens at http://localhost:5081 by default ({failure.Status.Detail})",
        StatusCode.Unauthenticated =>
            $"the scheduler at {scheduler} refuses this application's credential: set Aspire:Nudge:Client:ApiKey to a key whose hash is in the scheduler's Access:Clients ({failure.Status.Detail})",
        StatusCode.PermissionDenied when failure.Status.Detail.StartsWith("Bad gRPC response", StringComparison.Ordinal) =>
            $"the scheduler at {scheduler} does not allow {method} to this application: its scopes are in the scheduler's Access:Clients ({failure.Status.Detail})",
        StatusCode.Unimplemented =>
            $"the server at {scheduler} does not know {method}: it is another service, or a scheduler of another version ({failure.Status.Detail})",
        _ => null,
    };
}
