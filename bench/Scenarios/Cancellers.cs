using System.Threading.Channels;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>Callers who cancel reminders, each of whom waits for its answer before it asks again.</summary>
internal sealed class Cancellers
{
    private const int Count = 64;

    private readonly Channel<string> _ids = Channel.CreateBounded<string>(Count);
    private readonly ReminderScheduler.ReminderSchedulerClient _client;
    private readonly Task _work;
    private int _cancelled;
    private int _unsure;
    private int _late;

    public Cancellers(ReminderScheduler.ReminderSchedulerClient client)
    {
        _client = client;
        _work = Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(WorkAsync)));
    }

    /// <summary>Those that nobody is told of any more.</summary>
    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Those that were cancelled when they were due already, and may have been delivered.</summary>
    public int Unsure => Volatile.Read(ref _unsure);

    /// <summary>Those that were delivered before.</summary>
    public int Late => Volatile.Read(ref _late);

    /// <summary>Has it cancelled; waits while all are busy.</summary>
    public ValueTask AddAsync(string id) => _ids.Writer.WriteAsync(id);

    /// <summary>Waits until everything is answered.</summary>
    public Task CompleteAsync()
    {
        _ids.Writer.TryComplete();
        return _work;
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var id in _ids.Reader.ReadAllAsync())
            {
                var mayHaveBeenDelivered = await CancelAsync(id);
                Interlocked.Increment(ref mayHaveBeenDelivered is null ? ref _late : ref mayHaveBeenDelivered.Value ? ref _unsure : ref _cancelled);
            }
        }
        catch (RpcException failure)
        {
            // Who adds is told, and does not wait for ever.
            _ids.Writer.TryComplete(failure);
            throw;
        }
    }

    /// <returns>Whether it may have been delivered; null when it was.</returns>
    private async Task<bool?> CancelAsync(string id)
    {
        try
        {
            return (await _client.CancelAsync(new CancelRequest { Id = id })).MayHaveBeenDelivered;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
        {
            return null;
        }
    }
}
