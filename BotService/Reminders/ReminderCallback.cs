using System.Threading.Channels;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>Takes due reminders from the scheduler and answers each as soon as its outcome is known, in any order.</summary>
internal sealed class ReminderCallback(Deliverer deliverer, IHostApplicationLifetime lifetime, ILogger<ReminderCallback> logger)
    : V1.ReminderCallback.ReminderCallbackBase
{
    public override async Task Deliver(
        IAsyncStreamReader<Delivery> requestStream, IServerStreamWriter<DeliveryResult> responseStream, ServerCallContext context)
    {
        // A bot that is told to stop takes nothing more, and answers what it has taken.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var results = System.Threading.Channels.Channel.CreateUnbounded<DeliveryResult>(new UnboundedChannelOptions { SingleReader = true });
        var writing = WriteAsync(results.Reader, responseStream);
        try
        {
            // All at once, for what waits unread here would wait unseen: the deliverer bounds how many are under way.
            var options = new ParallelOptions { MaxDegreeOfParallelism = int.MaxValue, CancellationToken = reading.Token };
            await Parallel.ForEachAsync(requestStream.ReadAllAsync(reading.Token), options, async (delivery, _) =>
            {
                // Not cancelled with the stream: what has begun is finished, and its receipt answers the redelivery.
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
