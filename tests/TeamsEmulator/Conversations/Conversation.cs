using System.Collections.Concurrent;
using Nudge.TeamsEmulator.Limits;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>A conversation of the bot: with one person, or a channel of a team.</summary>
public sealed class Conversation(string id, Tenant tenant, string type, params IReadOnlyList<Person> people)
{
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly ConcurrentQueue<Person> _joined = new();

    public string Id => id;

    public Tenant Tenant => tenant;

    /// <summary>Gets the type: personal or channel.</summary>
    public string Type => type;

    /// <summary>Gets the people in the conversation. A personal conversation has one.</summary>
    public IReadOnlyList<Person> People => [.. people, .. _joined];

    /// <summary>Gets the person who causes the activities.</summary>
    public Person Person => people[0];

    public SlidingLog Sending { get; } = new(TeamsLimits.Sending);

    public SlidingLog Reading { get; } = new(TeamsLimits.Reading);

    public void Join(Person person) => _joined.Enqueue(person);

    /// <summary>Adds faults for the next calls about this conversation: one per call, in this order.</summary>
    public void Script(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    public Fault? NextFault() => _faults.TryDequeue(out var fault) ? fault : null;
}
