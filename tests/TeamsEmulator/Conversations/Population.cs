using System.Collections.Concurrent;

namespace Nudge.TeamsEmulator.Conversations;

/// <summary>Who and what there is: tenants, their people, and the conversations that the bot has with them.</summary>
public sealed class Population
{
    private readonly ConcurrentDictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string TenantId, string UserId), Person> _people = new();
    private readonly ConcurrentQueue<Fault> _faults = new();
    private int _persons;
    private int _teams;

    /// <summary>What happens to the next messages, whoever they are to, one each, in this order. What a conversation has been told itself comes first.</summary>
    public void Script(Fault fault) => _faults.Enqueue(fault);

    public Fault? NextFault(Conversation conversation) => conversation.NextFault() ?? (_faults.TryDequeue(out var fault) ? fault : null);

    public Conversation? Find(string conversationId) => _conversations.GetValueOrDefault(conversationId);

    public Person? FindPerson(string tenantId, string userId) => _people.GetValueOrDefault((tenantId, userId));

    public IEnumerable<Conversation> ConversationsOf(string tenantId) => _conversations.Values.Where(conversation => conversation.Tenant.Id == tenantId);

    /// <summary>Somebody more, to whom the bot may speak. They have no conversation yet.</summary>
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

    /// <summary>The conversation with somebody: there is only ever one.</summary>
    public Conversation Open(string tenantId, Person person) => Open($"a:{person.UserId[3..]}", tenantId, person);

    /// <summary>A conversation under a name of the caller's choice.</summary>
    public Conversation Open(string conversationId, string tenantId, Person person) =>
        _conversations.GetOrAdd(conversationId, id => new Conversation(id, FindOrAddTenant(tenantId), "personal", AddPerson(tenantId, person)));

    /// <summary>A team more, of so many people more, who have no conversation of their own with the bot.</summary>
    public Conversation AddTeam(string tenantId, int people) => _conversations.GetOrAdd(
        $"19:team-{Interlocked.Increment(ref _teams)}@thread.tacv2",
        id => new Conversation(id, FindOrAddTenant(tenantId), "channel", [.. Enumerable.Range(0, people).Select(_ => AddPerson(tenantId))]));

    private Tenant FindOrAddTenant(string tenantId) => _tenants.GetOrAdd(tenantId, id => new Tenant(id));
}
