using System.Threading.Channels;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>Callers that cancel reminders. Each caller waits for its answer before its next call.</summary>
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

    /// <summary>Gets the number of cancelled reminders that will not be delivered.</summary>
    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Gets the number of reminders that were already due when they were cancelled, and may have been delivered.</summary>
    public int Unsure => Volatile.Read(ref _unsure);

    /// <summary>Gets the number of reminders that were delivered before the call.</summary>
    public int Late => Volatile.Read(ref _late);

    /// <summary>Hands a reminder to the callers. Waits while all of them are busy.</summary>
    public ValueTask AddAsync(string id) => _ids.Writer.WriteAsync(id);

    /// <summary>Waits until every call is answered.</summary>
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
            // Fails AddAsync, which would otherwise wait forever.
            _ids.Writer.TryComplete(failure);
            throw;
        }
    }

    /// <returns>True when the reminder may have been delivered; null when it was delivered.</returns>
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
