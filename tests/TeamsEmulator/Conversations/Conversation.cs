using System.Collections.Concurrent;
using Nudge.TeamsEmulator.Limits;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>A personal conversation of the bot with somebody.</summary>
public sealed class Conversation(string id, Tenant tenant, Person person)
{
    private readonly ConcurrentQueue<Fault> _faults = new();

    public string Id => id;

    public Tenant Tenant => tenant;

    public Person Person => person;

    public SlidingLog Sending { get; } = new(TeamsLimits.Sending);

    public SlidingLog Reading { get; } = new(TeamsLimits.Reading);

    /// <summary>What happens to the next messages, or to its opening, one each, in this order.</summary>
    public void Script(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    public Fault? NextFault() => _faults.TryDequeue(out var fault) ? fault : null;
}
