namespace Nudge.Bench.Deployments;

/// <summary>The deliveries that a bot has received since its last reset. Lateness is the time from due to received.</summary>
/// <param name="Count">The number of deliveries.</param>
/// <param name="Early">The number of deliveries that were received before they were due.</param>
/// <param name="P50">The median of the lateness, in milliseconds.</param>
/// <param name="P99">The 99th percentile of the lateness, in milliseconds.</param>
/// <param name="P999">The 99.9th percentile of the lateness, in milliseconds.</param>
/// <param name="Max">The greatest lateness, in milliseconds.</param>
/// <param name="Last">The id of the last reminder on each stream.</param>
internal sealed record BotStatistics(long Count, long Early, double P50, double P99, double P999, double Max, IReadOnlyList<string> Last);
