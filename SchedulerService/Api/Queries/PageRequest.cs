using Google.Protobuf;
using Nudge.SchedulerService.Contract;

namespace Nudge.SchedulerService.Api;

/// <summary>Reads which page of a listing a request asks for.</summary>
internal static class PageRequest
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;

    /// <summary>Reads the size of the page.</summary>
    public static int Size(int stated, FieldViolations violations)
    {
        violations.Require(stated is >= 0 and <= MaxSize, "page_size", $"must be 1 to {MaxSize}, or 0 for {DefaultSize}");
        return stated == 0 ? DefaultSize : stated;
    }

    /// <summary>Reads the position after the page before.</summary>
    /// <param name="token">The token that the request states.</param>
    /// <param name="method">The method of the listing.</param>
    /// <param name="owner">The caller.</param>
    /// <param name="filter">The filter of the listing.</param>
    /// <param name="violations">Receives a violation for a token of another listing.</param>
    /// <returns>The position, of <see cref="PageToken.PositionBytes"/> bytes; null for the first page.</returns>
    public static byte[]? Position(string token, string method, string owner, IMessage? filter, FieldViolations violations)
    {
        if (token.Length == 0)
            return null;
        var position = PageToken.Read(token, method, owner, filter);
        violations.Require(position is not null, "page_token", $"is not a token that {method} returned for this filter; leave it out to start again");
        return position;
    }
}
