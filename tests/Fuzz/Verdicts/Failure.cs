using Nudge.Fuzz.Calls;

namespace Nudge.Fuzz.Verdicts;

/// <summary>A failure, with the first request that showed it.</summary>
/// <param name="Name">What failed.</param>
/// <param name="Detail">What was seen. Failures of one name, method and detail count as one.</param>
/// <param name="Call">The request; null when the failure is not one of a single request.</param>
internal sealed record Failure(FailureName Name, string Detail, FuzzCall? Call = null);
