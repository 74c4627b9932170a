using System.Collections.Concurrent;

namespace Nudge.TeamsEmulator.Connector;

/// <summary>Every message that was accepted, and how many calls were not let through.</summary>
public sealed class MessageLog(TimeProvider clock)
{
    private readonly ConcurrentQueue<Message> _messages = new();
    private int _lastId;
    private int _calls;
    private int _throttled;
    private int _openings;

    public IReadOnlyCollection<Message> Messages => _messages;

    /// <summary>Every call of the connector, those that were refused included.</summary>
    public int Calls => _calls;

    /// <summary>Calls that were answered 429.</summary>
    public int Throttled => _throttled;

    /// <summary>How often a conversation was opened.</summary>
    public int Openings => _openings;

    public Message Accept(string conversationId, string tenantId, string text, string traceParent)
    {
        var message = new Message($"{Interlocked.Increment(ref _lastId)}", conversationId, tenantId, text, clock.GetUtcNow(), traceParent);
        _messages.Enqueue(message);
        return message;
    }

    public void Called() => Interlocked.Increment(ref _calls);

    public void Opened() => Interlocked.Increment(ref _openings);

    public void Throttle() => Interlocked.Increment(ref _throttled);

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _messages.Clear();
        _calls = 0;
        _throttled = 0;
        _openings = 0;
    }
}
