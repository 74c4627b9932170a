using Google.Protobuf;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Binds the methods of the service so that a request that cannot be decoded is refused with INVALID_ARGUMENT. The framework decodes a request before any
/// interceptor sees the call. It would answer UNKNOWN, and log an error for each such request.
/// </summary>
internal static class RequestDecoding
{
    /// <summary>Binds the methods. The framework finds it by the attribute of the service.</summary>
    public static void Bind(ServiceBinderBase binder, ReminderScheduler.ReminderSchedulerBase service) =>
        ReminderScheduler.BindService(new Binder(binder), service);

    private static Method<TRequest, TResponse> Refusing<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => new(
            method.Type,
            method.ServiceName,
            method.Name,
            Marshallers.Create(method.RequestMarshaller.ContextualSerializer, context => Decode(method.RequestMarshaller, context)),
            method.ResponseMarshaller);

    private static T Decode<T>(Marshaller<T> marshaller, DeserializationContext context)
    {
        try
        {
            return marshaller.ContextualDeserializer(context);
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new RequestNotDecodedException(failure.Message).ToRpcException();
        }
    }

    private sealed class Binder(ServiceBinderBase inner) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Refusing(method), handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Refusing(method), handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Refusing(method), handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Refusing(method), handler);
    }
}
