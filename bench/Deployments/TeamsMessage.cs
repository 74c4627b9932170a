namespace Nudge.Bench.Deployments;

internal sealed record TeamsMessage(string ConversationId, string TenantId, string Text, DateTimeOffset At);
