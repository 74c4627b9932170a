namespace Nudge.Bench.Peers;

/// <summary>The outcome of a peer's run.</summary>
/// <param name="OneByOne">Reminders registered per second, with one call for each.</param>
/// <param name="Bulk">Reminders registered per second by bulk calls; null when the peer has no bulk call.</param>
/// <param name="Spike">Reminders handled per second, from the due instant to the last one handled.</param>
/// <param name="Handled">The number of handled reminders.</param>
/// <param name="Early">The number of reminders that were handled before they were due.</param>
/// <param name="Left">The number of reminders that the peer's store still held at the end.</param>
internal sealed record Outcome(double OneByOne, double? Bulk, double Spike, long Handled, long Early, long Left);
