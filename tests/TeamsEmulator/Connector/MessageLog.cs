using System.Collections.Concurrent;

namespace Nudge.TeamsEmulator.Connector;

/// <summary>Keeps every accepted message, and counts calls.</summary>
public sealed class MessageLog(TimeProvider clock)
{
    private readonly ConcurrentQueue<Message> _messages = new();
    private readonly ConcurrentQueue<Message> _updates = new();
    private int _lastId;
    private int _calls;
    private int _throttled;
    private int _openings;

    public IReadOnlyCollection<Message> Messages => _messages;

    /// <summary>Gets the messages in their new form, one for each change.</summary>
    public IReadOnlyCollection<Message> Updates => _updates;

    /// <summary>Gets the number of calls to the connector, including refused ones.</summary>
    public int Calls => _calls;

    /// <summary>Gets the number of calls that were answered 429.</summary>
    public int Throttled => _throttled;

    /// <summary>Gets how often a conversation was opened.</summary>
    public int Openings => _openings;

    /// <summary>Changes a message.</summary>
    /// <returns>False when the conversation has no such message.</returns>
    public bool Update(string conversationId, string id, string text, string card)
    {
        if (_messages.FirstOrDefault(message => message.Id == id && message.ConversationId == conversationId) is not { } message)
            return false;
        _updates.Enqueue(message with { Text = text, Card = card, At = clock.GetUtcNow() });
        return true;
    }

    public Message Accept(string conversationId, string tenantId, string text, string card, string traceParent)
    {
        var message = new Message($"{Interlocked.Increment(ref _lastId)}", conversationId, tenantId, text, card, clock.GetUtcNow(), traceParent);
        _messages.Enqueue(message);
        return message;
    }

    public void Called() => Interlocked.Increment(ref _calls);

    public void Opened() => Interlocked.Increment(ref _openings);

    public void Throttle() => Interlocked.Increment(ref _throttled);

    /// <summary>Deletes all messages, and sets all counts to zero.</summary>
    public void Clear()
    {
        _messages.Clear();
        _calls = 0;
        _throttled = 0;
        _openings = 0;
    }
}
