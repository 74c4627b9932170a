namespace Nudge.TeamsEmulator.Connector;

/// <summary>A message that somebody was shown: the id that it was given, when it was accepted, and the trace in which it was sent (empty: none).</summary>
public sealed record Message(string Id, string ConversationId, string TenantId, string Text, DateTimeOffset At, string TraceParent);
