using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nudge.V1;

namespace Nudge.Client;

/// <summary>Receives due reminders from the scheduler and answers each as soon as its outcome is known, in any order.</summary>
internal sealed class ReminderCallback(Deliverer deliverer, IHostApplicationLifetime lifetime, ILogger<ReminderCallback> logger)
    : V1.ReminderCallback.ReminderCallbackBase
{
    public override async Task Deliver(
        IAsyncStreamReader<Delivery> requestStream, IServerStreamWriter<DeliveryResult> responseStream, ServerCallContext context)
    {
        // A stopping service reads no more deliveries, and answers the deliveries in progress.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var results = System.Threading.Channels.Channel.CreateUnbounded<DeliveryResult>(new UnboundedChannelOptions { SingleReader = true });
        var writing = WriteAsync(results.Reader, responseStream);
        try
        {
            // All at once: the service would not see deliveries that wait unread. The deliverer bounds how many run at a time.
            var options = new ParallelOptions { MaxDegreeOfParallelism = int.MaxValue, CancellationToken = reading.Token };
            await Parallel.ForEachAsync(requestStream.ReadAllAsync(reading.Token), options, async (delivery, _) =>
            {
                // Not cancelled with the stream: a delivery that has begun is finished, and its receipt answers the redelivery.
                var outcome = await deliverer.DeliverAsync(delivery);
                results.Writer.TryWrite(DeliveryResults.For(delivery.Id, outcome));
            });
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or RpcException)
        {
            logger.StreamEnded(failure);
        }
        finally
        {
            results.Writer.Complete();
            await writing;
        }
    }

    private async Task WriteAsync(ChannelReader<DeliveryResult> results, IServerStreamWriter<DeliveryResult> stream)
    {
        try
        {
            await foreach (var result in results.ReadAllAsync())
                await stream.WriteAsync(result);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or OperationCanceledException or RpcException)
        {
            logger.AnswersLost(failure);
        }
    }
}
