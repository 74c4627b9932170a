namespace Nudge.Bench.Deployments;

/// <summary>What a bot has received since it was last asked to begin anew. </summary>
/// <param name="Count">How many deliveries.</param>
/// <param name="Early">How many of them before they were due.</param>
/// <param name="P50">Lateness, from due to received, in milliseconds: half are at most so late.</param>
/// <param name="P99">Of a hundred, all but one.</param>
/// <param name="P999">Of a thousand, all but one.</param>
/// <param name="Max">All of them.</param>
/// <param name="Last">The reminder that was last on each of its streams.</param>
internal sealed record BotStatistics(long Count, long Early, double P50, double P99, double P999, double Max, IReadOnlyList<string> Last);
