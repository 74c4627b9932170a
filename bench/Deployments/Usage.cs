namespace Nudge.Bench.Deployments;

/// <summary>The CPU time of the schedulers, of the bot, and of the store; null for a store without its own processes.</summary>
internal sealed record Usage(TimeSpan Scheduler, TimeSpan Bot, TimeSpan? Store);
