using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Nudge.BotService.Reminders;

/// <summary>Bounds every call to the scheduler, its retries included, because a person waits for the answer.</summary>
internal sealed class SchedulerDeadline(TimeProvider time) : Interceptor
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var options = context.Options.WithDeadline((time.GetUtcNow() + Limit).UtcDateTime);
        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
    }
}
