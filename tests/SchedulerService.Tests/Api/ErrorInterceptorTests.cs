using Grpc.Core;
using Nudge.SchedulerService.Api;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>Tests faults that a call over a connection shows only by chance.</summary>
public sealed class ErrorInterceptorTests
{
    [Fact]
    public async Task DuplexStream_ReadAfterTheEndOfTheCall_IsCancelled()
    {
        var interceptor = new ErrorInterceptor(failures: null!);

        // The framework's reader fails so, and its reflection service does not catch that.
        var refused = await Assert.ThrowsAsync<RpcException>(() => interceptor.DuplexStreamingServerHandler<string, string>(
            null!, null!, new EndedCall(), (_, _, _) => throw new InvalidOperationException("Can't read messages after the request is complete.")));

        Assert.Equal(StatusCode.Cancelled, refused.StatusCode);
    }
}
