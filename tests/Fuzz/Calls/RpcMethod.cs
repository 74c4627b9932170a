using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Nudge.V1;

namespace Nudge.Fuzz.Calls;

/// <summary>A method that a service offers over gRPC.</summary>
internal sealed record RpcMethod(MethodDescriptor Descriptor)
{
    /// <summary>Gets the methods of the scheduler.</summary>
    public static IReadOnlyList<RpcMethod> Scheduler { get; } = Of(ReminderScheduler.Descriptor);

    /// <summary>Gets every method of the scheduler's process: its own, health and reflection.</summary>
    public static IReadOnlyList<RpcMethod> All { get; } =
    [
        .. Scheduler, .. Of(Health.Descriptor), .. Of(Grpc.Reflection.V1Alpha.ServerReflection.Descriptor),
            .. Of(Grpc.Reflection.V1.ServerReflection.Descriptor),
    ];

    /// <summary>Gets the methods of a callback.</summary>
    public static IReadOnlyList<RpcMethod> Callback { get; } = Of(ReminderCallback.Descriptor);

    public string Name => Descriptor.Name;

    public string Path => $"/{Descriptor.Service.FullName}/{Descriptor.Name}";

    /// <summary>Gets whether the server keeps the call open until the caller ends it.</summary>
    public bool StaysOpen => Descriptor.IsServerStreaming && !Descriptor.IsClientStreaming;

    public bool TakesMany => Descriptor.IsClientStreaming;

    public bool AnswersReminders => Descriptor.Service.FullName == ReminderScheduler.Descriptor.FullName;

    private static IReadOnlyList<RpcMethod> Of(ServiceDescriptor service) => [.. service.Methods.Select(method => new RpcMethod(method))];
}
