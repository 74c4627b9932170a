namespace Nudge.TeamsEmulator.Connector;

/// <summary>An accepted message, with its id, the time of its acceptance, and the trace parent of its request (empty: none).</summary>
public sealed record Message(string Id, string ConversationId, string TenantId, string Text, DateTimeOffset At, string TraceParent);
