namespace Nudge.TeamsEmulator.Connector;

/// <summary>
/// An accepted message, with its id, its text (of a message with a card only: its summary) and the JSON of its Adaptive Card (empty: none), the time of its acceptance, and the trace parent of its
/// request (empty: none).
/// </summary>
public sealed record Message(string Id, string ConversationId, string TenantId, string Text, string Card, DateTimeOffset At, string TraceParent);
