using Grpc.Core;

namespace Nudge.Fuzz.Calls;

/// <summary>What a service answered.</summary>
/// <param name="Http">The HTTP status; 0 when there was no answer.</param>
/// <param name="Status">The gRPC status; null without one.</param>
/// <param name="Detail">The text of the status, or why there was no answer.</param>
/// <param name="Body">The body of the answer.</param>
/// <param name="Took">The time from the request to the end of the answer.</param>
internal sealed record CallAnswer(int Http, StatusCode? Status, string Detail, byte[] Body, TimeSpan Took)
{
    /// <summary>Gets whether the caller disconnected before the answer.</summary>
    public bool IsGivenUp { get; init; }
}
