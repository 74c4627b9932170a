using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Tells watchers what happens, read from the store while somebody watches: so every node sees what any node did. A row may become
/// readable a little after the instant it carries; each look starts that much behind the last and leaves out what was seen.
/// </summary>
internal sealed class ReminderWatch(IReminderStore store, TimeProvider clock, CallDrain drain, ILogger<ReminderWatch> log)
    : BackgroundService
{
    private const int PageSize = 1000;

    /// <summary>What a watcher that does not read may leave unread; what is more is lost to it.</summary>
    private const int MaxUnread = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Channel<StoredReminder>, (ReminderQuery Query, long Since)> _watchers = [];
    private readonly SemaphoreSlim _somebodyWatches = new(0);

    /// <summary>Sends a watcher what matches until it goes away.</summary>
    public async Task RunAsync(ReminderQuery query, IServerStreamWriter<WatchResponse> responses, ServerCallContext context)
    {
        var events = Channel.CreateBounded<StoredReminder>(new BoundedChannelOptions(MaxUnread) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers.TryAdd(events, (query, Instant.Ceiling(clock.GetUtcNow())));
        _somebodyWatches.Release();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Stopping);
        try
        {
            // So that a client knows that it watches: what happens from here on is told.
            await context.WriteResponseHeadersAsync([]);
            await foreach (var reminder in events.Reader.ReadAllAsync(end.Token))
                await responses.WriteAsync(new WatchResponse { Reminder = reminder.ToReminder() }, end.Token);
        }
        catch (OperationCanceledException) when (drain.Stopping.IsCancellationRequested)
        {
            throw new StoppingException();
        }
        finally
        {
            _watchers.TryRemove(events, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _somebodyWatches.WaitAsync(stoppingToken);
                await LookWhileWatchedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task LookWhileWatchedAsync(CancellationToken cancellationToken)
    {
        var since = Instant.Floor(clock.GetUtcNow()) - CommitDelay.Longest;
        var seen = new Dictionary<(Guid Id, long Revision), long>();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var now = Instant.Floor(clock.GetUtcNow());
                await LookAsync(since, seen, cancellationToken);
                since = now - CommitDelay.Longest;
                foreach (var (key, updatedAt) in seen.Where(entry => entry.Value < since).ToList())
                    seen.Remove(key);
            }
            catch (StoreUnavailableException failure)
            {
                log.StoreUnavailable(failure, nameof(ReminderWatch));
            }
        }
        while (!_watchers.IsEmpty && await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task LookAsync(long since, Dictionary<(Guid Id, long Revision), long> seen, CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        while (true)
        {
            var changed = await store.ListChangedAsync(since, after, PageSize, cancellationToken);
            foreach (var reminder in changed)
            {
                if (seen.TryAdd((reminder.Id, reminder.Revision), reminder.UpdatedAt))
                    Tell(reminder);
            }

            if (changed.Count < PageSize)
                return;
            (since, after) = (changed[^1].UpdatedAt, changed[^1].Id);
        }
    }

    private void Tell(StoredReminder reminder)
    {
        foreach (var (events, (query, since)) in _watchers)
        {
            if (reminder.UpdatedAt >= since && query.Matches(reminder))
                events.Writer.TryWrite(reminder);
        }
    }
}
