namespace Nudge.Bench.Peers;

/// <summary>How a peer's run went.</summary>
/// <param name="OneByOne">Registered in a second, by one call for each reminder.</param>
/// <param name="Bulk">Registered in a second, by calls for many reminders; null where there are none.</param>
/// <param name="Spike">Handled in a second, from the instant at which all were due to the last one handled.</param>
/// <param name="Handled">How many were.</param>
/// <param name="Early">How many of them before they were due.</param>
/// <param name="Left">How many the peer still kept when all were handled.</param>
internal sealed record Outcome(double OneByOne, double? Bulk, double Spike, long Handled, long Early, long Left);
