namespace Nudge.Bench.Deployments;

internal sealed record TeamsConversation(string Id, string TenantId, string UserId);
