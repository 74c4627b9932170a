using System.Text.Json;
using Grpc.Core;
using Nudge.BotService.Activities;
using Nudge.BotService.Conversations;
using Nudge.BotService.Redis;
using Nudge.Client;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>
/// Runs each kind of operation once before the bot serves. In a fresh process the first run takes half a second longer. Without the
/// warm-up, the first person to install the bot would wait that long.
/// </summary>
internal sealed class WarmUp(
    ConversationStore conversations, DeliveryReceipts receipts, ReminderScheduler.ReminderSchedulerClient scheduler, ILogger<WarmUp> logger) : IHostedService
{
    /// <summary>The longest wait for the scheduler. The bot serves without it.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private const string Activity = """{"type":"message","serviceUrl":"http://localhost","conversation":{"id":"warm-up"},"entities":[{"type":"clientInfo"}]}""";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ActivityReader.Read(JsonSerializer.Deserialize<ActivityJson>(Activity, ActivityJson.Options)!);
        await Task.WhenAll(TryAsync(UseStoreAsync), TryAsync(() => AskSchedulerAsync(cancellationToken)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task TryAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception failure) when (failure is RpcException || failure.IsRedisFailure())
        {
            logger.NotWarm(failure);
        }
    }

    private async Task UseStoreAsync()
    {
        await conversations.FindLatestAsync();
        await receipts.SendOnceAsync($"warm-up:{Guid.NewGuid():n}", attempt: 1, async (receipt, _) =>
        {
            await receipt.BeginAsync();
            return new DeliveryOutcome.RetryLater(null, "nothing to send");
        });
    }

    private async Task AskSchedulerAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        await scheduler.ListAsync(new ListRequest { PageSize = 1 }, cancellationToken: timeout.Token);
    }
}
