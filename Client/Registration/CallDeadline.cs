using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Nudge.Client;

/// <summary>Gives each call without a deadline one, so that an unreachable scheduler holds up no caller. Streams get none: they have no end of their own.</summary>
internal sealed class CallDeadline(TimeSpan timeout, TimeProvider time) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, context.Options.Deadline is not null
            ? context
            : new(context.Method, context.Host, context.Options.WithDeadline((time.GetUtcNow() + timeout).UtcDateTime)));
}
