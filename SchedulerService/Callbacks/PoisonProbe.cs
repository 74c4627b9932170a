using System.Threading.Channels;
using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>
/// Deliveries that were outstanding when a stream broke; any of them may be the cause. They are made one at a time, beside all other deliveries, so
/// that the next break identifies the poison reminder. The others are delivered, and only the poison reminder becomes FAILED in the end.
/// </summary>
internal sealed class PoisonProbe(ShardOwner owner, CallbackTarget target)
{
    private readonly Channel<(DueReminder Reminder, Lane? Lane)> _queue = Channel.CreateUnbounded<(DueReminder, Lane?)>(new() { SingleReader = true });

    public void Add(DueReminder reminder, Lane? lane)
    {
        if (!_queue.Writer.TryWrite((reminder, lane)))
            target.GiveBack(reminder, lane);
    }

    /// <summary>Delivers the suspects one after the other until told to stop. Then gives back the rest.</summary>
    public async Task RunAsync(Func<DueReminder, Action?, CancellationToken, ValueTask<bool>> send, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (reminder, lane) in _queue.Reader.ReadAllAsync(stoppingToken))
                await DeliverAsync(reminder, lane, send, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        _queue.Writer.Complete();
        while (_queue.Reader.TryRead(out var left))
            target.GiveBack(left.Reminder, left.Lane);
    }

    private async Task DeliverAsync(
        DueReminder reminder, Lane? lane, Func<DueReminder, Action?, CancellationToken, ValueTask<bool>> send, CancellationToken stoppingToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSent = false;
        try
        {
            isSent = owner.Delivers(reminder) && await send(reminder, settled.SetResult + lane?.OnSettled, stoppingToken);
        }
        finally
        {
            if (!isSent)
                target.GiveBack(reminder, lane);
        }

        if (isSent)
            await settled.Task.WaitAsync(stoppingToken);
    }
}
