using Google.Rpc;
using Grpc.Core;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>Sends bytes that are no request. A class fixture fails when the scheduler logs an error.</summary>
public sealed class RequestDecodingTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    public static TheoryData<string, byte[]> Undecodable => new()
    {
        { "an invalid tag", [0] },
        { "a truncated field", [0x0A, 0x05] },
        { "a varint of eleven bytes", [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01] },
        { "a negative length", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F] },
    };

    [Theory]
    [MemberData(nameof(Undecodable))]
    public async Task UnaryMethod_RequestThatCannotBeDecoded_IsRefused(string what, byte[] request)
    {
        foreach (var method in ReminderScheduler.Descriptor.Methods.Where(method => !method.IsClientStreaming && !method.IsServerStreaming))
        {
            using var call = shared.Host.Channel.CreateCallInvoker().AsyncUnaryCall(Method(MethodType.Unary, method.Name), host: null, default, request);

            var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

            AssertRefused(refused, $"{method.Name} with {what}");
        }
    }

    [Fact]
    public async Task Create_TextThatIsNotUtf8_IsRefused()
    {
        using var call = shared.Host.Channel.CreateCallInvoker().AsyncUnaryCall(Method(MethodType.Unary, "Create"), host: null, default, [0x12, 0x02, 0xED, 0xA0]);

        AssertRefused(await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync), "Create");
    }

    [Fact]
    public async Task Watch_RequestThatCannotBeDecoded_IsRefused()
    {
        using var call = shared.Host.Channel.CreateCallInvoker().AsyncServerStreamingCall(Method(MethodType.ServerStreaming, "Watch"), host: null, default, [0]);

        AssertRefused(await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)), "Watch");
    }

    [Fact]
    public async Task CreateStream_RequestThatCannotBeDecoded_EndsTheStream()
    {
        using var call = shared.Host.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(Method(MethodType.DuplexStreaming, "CreateStream"), host: null, default);
        await call.RequestStream.WriteAsync([0]);

        AssertRefused(await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)), "CreateStream");
    }

    [Fact]
    public async Task Reflection_RequestThatCannotBeDecoded_IsRefused()
    {
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, "grpc.reflection.v1.ServerReflection", "ServerReflectionInfo", Bytes, Bytes);
        using var call = shared.Host.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, host: null, default);
        await call.RequestStream.WriteAsync([0]);

        AssertRefused(await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)), "reflection");
    }

    [Fact]
    public async Task Reflection_CallerThatResetsTheCall_LogsNoError()
    {
        await using var host = await SchedulerHost.StartAsync();
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, "grpc.reflection.v1.ServerReflection", "ServerReflectionInfo", Bytes, Bytes);
        using (var call = host.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, host: null, default))
        {
            await call.RequestStream.WriteAsync([0x3A, 0x01, 0x2A]);
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        await Eventually.HoldsAsync("end of the call", () => Task.FromResult(host.Errors.Lines.Any(line => line.Contains("the caller has reset the call", StringComparison.Ordinal))));
    }

    private static Method<byte[], byte[]> Method(MethodType type, string name) => new(type, ReminderScheduler.Descriptor.FullName, name, Bytes, Bytes);

    private static void AssertRefused(RpcException refused, string what)
    {
        Assert.True(refused.StatusCode == StatusCode.InvalidArgument, $"{what}: {refused.Status}");
        Assert.StartsWith("the request cannot be decoded: ", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("INVALID_FIELD", refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
    }
}
