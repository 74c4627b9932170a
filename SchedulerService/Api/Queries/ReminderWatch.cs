using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Sends the changes of reminders to watchers. It reads the store while there are watchers, so every node sees the changes of all nodes. A row may
/// become readable a little after the instant that it carries. Each read therefore starts that much before the last one, and skips the changes
/// already seen.
/// </summary>
internal sealed class ReminderWatch(IReminderStore store, TimeProvider clock, CallDrain drain, StoreFailures failures)
    : BackgroundService
{
    private const int PageSize = 1000;

    /// <summary>The maximum number of unread changes per watcher. Beyond it, the oldest ones are lost to the watcher.</summary>
    private const int MaxUnread = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Channel<StoredReminder>, (ReminderQuery Query, Instant Since)> _watchers = [];
    private readonly SemaphoreSlim _watcherJoined = new(0);

    /// <summary>Sends matching changes to a watcher until its call ends.</summary>
    /// <param name="query">The changes that the watcher wants.</param>
    /// <param name="unread">How long the watcher may leave a change unread.</param>
    /// <param name="responses">The stream to the watcher.</param>
    /// <param name="context">The call.</param>
    public async Task RunAsync(ReminderQuery query, TimeSpan unread, IServerStreamWriter<WatchResponse> responses, ServerCallContext context)
    {
        var events = Channel.CreateBounded<StoredReminder>(new BoundedChannelOptions(MaxUnread) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers.TryAdd(events, (query, Instant.Ceiling(clock.GetUtcNow())));
        _watcherJoined.Release();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Stopping);
        try
        {
            // The headers tell the client that the watch has begun: it covers every change from here on.
            await context.WriteResponseHeadersAsync([]);
            await foreach (var reminder in events.Reader.ReadAllAsync(end.Token))
                await drain.AwaitReaderAsync(responses.WriteAsync(new WatchResponse { Reminder = reminder.ToReminder() }, end.Token), unread, context.GetHttpContext());
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
                await _watcherJoined.WaitAsync(stoppingToken);
                await LookWhileWatchedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookWhileWatchedAsync(CancellationToken cancellationToken)
    {
        var since = Instant.Floor(clock.GetUtcNow()) - CommitDelay.Longest;
        var seen = new Dictionary<(Guid Id, long Revision), Instant>();
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
                failures.Add(failure, nameof(ReminderWatch));
            }
        }
        while (!_watchers.IsEmpty && await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task LookAsync(Instant since, Dictionary<(Guid Id, long Revision), Instant> seen, CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        while (true)
        {
            var changed = await store.ListChangedAsync(since, after, PageSize, cancellationToken);
            foreach (var reminder in changed)
            {
                if (seen.TryAdd((reminder.Id, reminder.Revision), reminder.UpdatedAt))
                    Notify(reminder);
            }

            if (changed.Count < PageSize)
                return;
            (since, after) = (changed[^1].UpdatedAt, changed[^1].Id);
        }
    }

    private void Notify(StoredReminder reminder)
    {
        foreach (var (events, (query, since)) in _watchers)
        {
            if (reminder.UpdatedAt >= since && query.Matches(reminder))
                events.Writer.TryWrite(reminder);
        }
    }
}
