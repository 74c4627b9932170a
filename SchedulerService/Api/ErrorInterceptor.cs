using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Api;

/// <summary>Translates every fault into a gRPC status.</summary>
internal sealed class ErrorInterceptor(StoreFailures failures) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception failure)
        {
            throw Translate(failure, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception failure)
        {
            throw Translate(failure, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        // Reflection reads on after the call has ended, and the framework's reader then fails so.
        catch (InvalidOperationException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw Reset();
        }
        catch (Exception failure)
        {
            throw Translate(failure, context);
        }
    }

    private static RpcException Reset() => new(new Status(StatusCode.Cancelled, "the caller has reset the call"));

    private Exception Translate(Exception failure, ServerCallContext context)
    {
        switch (failure)
        {
            case ReminderException refused:
                return refused.ToRpcException();
            case ScheduleFaultException fault:
                return new ScheduleNotEvaluatedException(fault.Message).ToRpcException();
            case DataRefusedException data:
                return new ReminderRefusedByStoreException(data.Message).ToRpcException();
            case StoreUnavailableException unavailable:
                failures.Add(unavailable, context.Method);
                return new StoreUnavailableFault().ToRpcException();
            // Reflection has no deserializer of ours.
            case InvalidProtocolBufferException undecodable:
                return new RequestNotDecodedException(undecodable.Message).ToRpcException();
            // The connection was lost. Stores translate their own exceptions.
            case IOException:
                return Reset();
            default:
                return failure;
        }
    }
}
