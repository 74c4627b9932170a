namespace Nudge.Bench.Scenarios;

/// <summary>What was asked for cannot be measured; the message says why, to people.</summary>
internal sealed class RefusedException(string message) : Exception(message);
