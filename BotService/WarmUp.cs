using Grpc.Core;
using Nudge.Client;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>
/// Sends nothing under a receipt, and calls the scheduler, once before the bot serves. In a fresh process the first run takes half a second longer.
/// Without the warm-up, the first person to install the bot would wait that long.
/// </summary>
internal sealed class WarmUp(DeliveryReceipts receipts, ReminderScheduler.ReminderSchedulerClient scheduler, ILogger<WarmUp> logger) : IHostedService
{
    /// <summary>The longest wait for the scheduler. The bot serves without it.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(UseReceiptAsync(), AskSchedulerAsync(cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<DeliveryOutcome> UseReceiptAsync() => receipts.SendOnceAsync($"warm-up:{Guid.NewGuid():n}", attempt: 1, async (receipt, _) =>
    {
        await receipt.BeginAsync();
        return new DeliveryOutcome.RetryLater(null, "nothing to send");
    });

    private async Task AskSchedulerAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            await scheduler.ListAsync(new ListRequest { PageSize = 1 }, cancellationToken: timeout.Token);
        }
        catch (RpcException failure)
        {
            logger.NotWarm(failure);
        }
    }
}
