using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>A callback by its name: a stream to each of its endpoints, over which deliveries are spread.</summary>
internal sealed class CallbackTarget(
    string name, CallbackEndpoints endpoints, ShardOwner owner, InFlight inFlight, Settler settler, ShardPulses pulses, IOptions<CallbackOptions> options,
    TimeProvider clock, ILogger<CallbackTarget> log)
{
    private static readonly TimeSpan ResolveInterval = TimeSpan.FromSeconds(10);
    private readonly Dictionary<Uri, (Task Kept, CancellationTokenSource Stop)> _connections = [];
    private readonly Suspects _suspects = new(owner, inFlight);
    private ImmutableArray<CallbackStream> _streams = [];
    private TaskCompletionSource? _changed;

    public string Name => name;

    public bool IsConnected => !_streams.IsEmpty;

    /// <summary>
    /// Hands a delivery to the stream with the most free slots, waiting for one if need be. What a stream broke under before waits for its
    /// turn, and nobody waits for it.
    /// </summary>
    /// <returns>False when it is not this node's to deliver, or no endpoint is connected (any more); then nothing was sent.</returns>
    public ValueTask<bool> SendAsync(DueReminder reminder, CancellationToken cancellationToken)
    {
        if (reminder.BrokenStreams == 0)
            return SendAsync(reminder, settled: null, cancellationToken);

        var isConnected = IsConnected;
        if (isConnected)
            _suspects.Add(reminder);
        return ValueTask.FromResult(isConnected);
    }

    private async ValueTask<bool> SendAsync(DueReminder reminder, Action? settled, CancellationToken cancellationToken)
    {
        while (owner.Delivers(reminder))
        {
            if (MostFree() is not { } stream)
                return false;
            if (stream.FreeSlots > 0)
                return stream.TrySend(reminder, settled);

            // Taken before looking once more, so that a change after the look is not missed.
            var changed = NextChange();
            if (MostFree() is { FreeSlots: <= 0 })
                await changed.WaitAsync(cancellationToken);
        }

        return false;
    }

    /// <summary>Keeps a stream to every endpoint until told to stop, then lets what is in flight be answered.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var suspects = _suspects.RunAsync(SendAsync, stoppingToken);
        using var timer = new PeriodicTimer(ResolveInterval, clock);
        try
        {
            do
            {
                await ReconcileAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        foreach (var (_, stop) in _connections.Values)
            await stop.CancelAsync();
        await Task.WhenAll(_connections.Values.Select(connection => connection.Kept));
        await suspects;
    }

    public void ExpireUnanswered()
    {
        foreach (var stream in _streams)
            stream.ExpireUnanswered(options.Value.AnswerTimeout);
    }

    /// <summary>A stream is open: what waited for it is read again.</summary>
    public void Add(CallbackStream stream)
    {
        ImmutableInterlocked.Update(ref _streams, streams => streams.Add(stream));
        Changed();
        pulses.RewindAll();
    }

    /// <summary>A stream takes nothing more.</summary>
    public void Remove(CallbackStream stream)
    {
        ImmutableInterlocked.Update(ref _streams, streams => streams.Remove(stream));
        Changed();
    }

    /// <summary>There may be a free slot, or a stream more or less: whoever waits looks again.</summary>
    public void Changed() => Interlocked.Exchange(ref _changed, null)?.TrySetResult();

    /// <summary>Ends with the next change.</summary>
    private Task NextChange()
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _changed, next, null) ?? next).Task;
    }

    private CallbackStream? MostFree()
    {
        var streams = _streams;
        return streams.Length switch
        {
            0 => null,
            1 => streams[0],
            _ => streams.MaxBy(stream => stream.FreeSlots),
        };
    }

    private async Task ReconcileAsync(CancellationToken stoppingToken)
    {
        IReadOnlySet<Uri> current;
        try
        {
            current = await endpoints.ResolveAsync(name, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.Unresolved(name, failure.Message);
            return;
        }

        foreach (var (endpoint, (_, stop)) in _connections.Where(connection => !current.Contains(connection.Key)).ToList())
        {
            await stop.CancelAsync();
            _connections.Remove(endpoint);
        }

        foreach (var endpoint in current.Where(endpoint => !_connections.ContainsKey(endpoint)))
        {
            var stop = new CancellationTokenSource();
            var connection = new CallbackConnection(this, endpoint, settler, options.Value, clock, log);
            _connections.Add(endpoint, (connection.KeepAsync(stop.Token), stop));
        }
    }
}
