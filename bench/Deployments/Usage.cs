namespace Nudge.Bench.Deployments;

/// <summary>CPU time: of the schedulers, of the bot, and of the store where it has processes of its own.</summary>
internal sealed record Usage(TimeSpan Scheduler, TimeSpan Bot, TimeSpan? Store);
