using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Nudge.EndToEnd.Host;

/// <summary>The console output of all resources, line by line.</summary>
internal sealed class ResourceLog : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ResourceLoggerService _logs;
    private readonly ConcurrentDictionary<string, Task> _watches = [];
    private readonly Lock _lock = new();
    private readonly List<ResourceLine> _lines = [];
    private TaskCompletionSource _changed = NewSignal();

    public ResourceLog(DistributedApplication app)
    {
        _logs = app.Services.GetRequiredService<ResourceLoggerService>();
        _ = WatchResourcesAsync(app.ResourceNotifications);
    }

    public IReadOnlyList<ResourceLine> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Gets the number of lines so far. Lines from this index on are new.</summary>
    public int Mark => Lines.Count;

    /// <summary>Waits until a resource has written a text a number of times since a mark. Fails after a timeout (default: 1 minute).</summary>
    public async Task UntilSaidAsync(string resource, string text, int since, int times = 1, TimeSpan? timeout = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(timeout ?? TimeSpan.FromMinutes(1));
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Skip(since).Count(line => line.Resource == resource && line.Text.Contains(text, StringComparison.Ordinal)) >= times)
                    return;

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{resource} did not write \"{text}\" {times} times:{Environment.NewLine}{string.Join(Environment.NewLine, Lines)}");
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WatchResourcesAsync(ResourceNotificationService notifications)
    {
        await foreach (var change in notifications.WatchAsync(_stop.Token))
            _ = _watches.GetOrAdd(change.ResourceId, id => WatchAsync(change.Resource.Name, id));
    }

    private async Task WatchAsync(string resource, string id)
    {
        await foreach (var lines in _logs.WatchAsync(id).WithCancellation(_stop.Token))
            Add(lines.Select(line => ResourceLine.Of(resource, line.Content)));
    }

    private void Add(IEnumerable<ResourceLine> lines)
    {
        lock (_lock)
        {
            _lines.AddRange(lines);
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
