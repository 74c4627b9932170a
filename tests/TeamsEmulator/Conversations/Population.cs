using System.Collections.Concurrent;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>The tenants, their people, and the bot's conversations with them.</summary>
public sealed class Population
{
    private readonly ConcurrentDictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string TenantId, string UserId), Person> _people = new();
    private readonly ConcurrentQueue<Fault> _faults = new();
    private int _persons;
    private int _teams;

    /// <summary>Adds a fault for the next call about any conversation: one per call, in order. A conversation's own faults come first.</summary>
    public void Script(Fault fault) => _faults.Enqueue(fault);

    public Fault? NextFault(Conversation conversation) => conversation.NextFault() ?? (_faults.TryDequeue(out var fault) ? fault : null);

    public Conversation? Find(string conversationId) => _conversations.GetValueOrDefault(conversationId);

    public Person? FindPerson(string tenantId, string userId) => _people.GetValueOrDefault((tenantId, userId));

    public IEnumerable<Conversation> ConversationsOf(string tenantId) => _conversations.Values.Where(conversation => conversation.Tenant.Id == tenantId);

    /// <summary>Adds a person whom the bot may write to. The person has no conversation yet.</summary>
    public Person AddPerson(string tenantId)
    {
        var number = Interlocked.Increment(ref _persons);
        return AddPerson(tenantId, new Person($"00000000-0000-4000-8000-{number:x12}", $"29:person-{number}"));
    }

    public Person AddPerson(string tenantId, Person person)
    {
        FindOrAddTenant(tenantId);
        return _people.GetOrAdd((tenantId, person.UserId), person);
    }

    /// <summary>Opens the personal conversation with a person, or returns the existing one.</summary>
    public Conversation Open(string tenantId, Person person) => Open($"a:{person.UserId[3..]}", tenantId, person);

    /// <summary>Opens a personal conversation with an id of the caller's choice, or returns the existing one.</summary>
    public Conversation Open(string conversationId, string tenantId, Person person) =>
        _conversations.GetOrAdd(conversationId, id => new Conversation(id, FindOrAddTenant(tenantId), "personal", AddPerson(tenantId, person)));

    /// <summary>Adds a team with the given number of new people, who have no personal conversation with the bot.</summary>
    public Conversation AddTeam(string tenantId, int people) => _conversations.GetOrAdd(
        $"19:team-{Interlocked.Increment(ref _teams)}@thread.tacv2",
        id => new Conversation(id, FindOrAddTenant(tenantId), "channel", [.. Enumerable.Range(0, people).Select(_ => AddPerson(tenantId))]));

    private Tenant FindOrAddTenant(string tenantId) => _tenants.GetOrAdd(tenantId, id => new Tenant(id));
}
