using System.Collections.Concurrent;
using Nudge.TeamsEmulator.Limits;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>A conversation of the bot: with somebody, or a channel of a team.</summary>
public sealed class Conversation(string id, Tenant tenant, string type, params IReadOnlyList<Person> people)
{
    private readonly ConcurrentQueue<Fault> _faults = new();

    public string Id => id;

    public Tenant Tenant => tenant;

    /// <summary>personal or channel.</summary>
    public string Type => type;

    /// <summary>Who is in it: of a personal one, one.</summary>
    public IReadOnlyList<Person> People => people;

    /// <summary>Who does what happens in it.</summary>
    public Person Person => people[0];

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
