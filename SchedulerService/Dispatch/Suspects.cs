using System.Threading.Channels;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// Deliveries that were outstanding when a stream broke, any of which may be what broke it. They are made one at a time, beside
/// everything else, so that the next break tells which: the others are delivered, and it alone is given up in the end.
/// </summary>
internal sealed class Suspects(ShardOwner owner, InFlight inFlight)
{
    private readonly Channel<DueReminder> _queue = Channel.CreateUnbounded<DueReminder>(new() { SingleReader = true });

    public void Add(DueReminder reminder)
    {
        if (!_queue.Writer.TryWrite(reminder))
            inFlight.Release(reminder);
    }

    /// <summary>Delivers one after the other until told to stop; then gives back what is left.</summary>
    public async Task RunAsync(Func<DueReminder, Action?, CancellationToken, ValueTask<bool>> send, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var reminder in _queue.Reader.ReadAllAsync(stoppingToken))
                await DeliverAsync(reminder, send, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        _queue.Writer.Complete();
        while (_queue.Reader.TryRead(out var reminder))
            inFlight.Release(reminder);
    }

    private async Task DeliverAsync(
        DueReminder reminder, Func<DueReminder, Action?, CancellationToken, ValueTask<bool>> send, CancellationToken stoppingToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSent = false;
        try
        {
            isSent = owner.Delivers(reminder) && await send(reminder, settled.SetResult, stoppingToken);
        }
        finally
        {
            if (!isSent)
                inFlight.Release(reminder);
        }

        if (isSent)
            await settled.Task.WaitAsync(stoppingToken);
    }
}
