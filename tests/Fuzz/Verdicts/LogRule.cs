namespace Nudge.Fuzz.Verdicts;

/// <summary>Judges the lines that a process has printed. A log entry is one line.</summary>
internal static class LogRule
{
    /// <summary>
    /// The gRPC framework logs these for frames that no client sends: a compression flag that does not exist, a length beyond 2 GB, and compressed data that
    /// cannot be decompressed; and for a caller who disconnects before the whole request has come. No code of a service has seen the request.
    /// </summary>
    private static readonly string[] BrokenFrames =
    [
        "System.IO.InvalidDataException: Unexpected compressed flag value in message header.",
        "System.IO.IOException: Message too large: ",
        "System.IO.InvalidDataException: The archive entry was compressed using an unsupported compression method.",
        "System.IO.InvalidDataException: Found invalid data while decoding.",
        "System.IO.IOException: The client reset the request stream.",
    ];

    /// <summary>The framework's own services log each message that they cannot decode.</summary>
    private static readonly string[] FrameworkServices = ["Grpc.Health.V1.", "Grpc.Reflection.V1Alpha.", "Grpc.Reflection.V1."];

    /// <summary>The bot fails a turn whose answer Teams did not take, as it documents. A mutated conversation does not exist in Teams.</summary>
    public const string NotDelivered = "Nudge.Client.NotDeliveredException: the message was not delivered: ";

    private const string FailedTurn = "An unhandled exception has occurred while executing the request. Microsoft.Teams.Core.BotHandlerException: Error processing activity  ---> ";

    /// <summary>Adds each error to the findings.</summary>
    /// <param name="process">The name of the process.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="findings">Receives the errors, and the count of the permitted ones.</param>
    public static void Judge(string process, IEnumerable<string> lines, Findings findings)
    {
        foreach (var line in lines.Where(IsError))
        {
            if (Permitted(line) is { } reason)
                findings.Permit($"{process} logs {reason}");
            else
                findings.Add(new Failure(FailureName.ErrorLogged, $"{process}: {line}"));
        }
    }

    private static string? Permitted(string line)
    {
        if (line.Contains(FailedTurn + NotDelivered, StringComparison.Ordinal))
            return $"a failed turn: {NotDelivered}";
        if (!line.StartsWith("fail: Grpc.AspNetCore.Server.ServerCallHandler[6]", StringComparison.Ordinal))
            return null;
        if (Array.Find(BrokenFrames, frame => line.Contains(frame, StringComparison.Ordinal)) is { } frame)
            return $"a broken frame: {frame}";
        return line.Contains("Google.Protobuf.InvalidProtocolBufferException", StringComparison.Ordinal)
            && Array.Find(FrameworkServices, service => line.Contains(service, StringComparison.Ordinal)) is { } service
                ? $"an undecodable request of {service}" : null;
    }

    private static bool IsError(string line) =>
        line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal)
            || line.Contains("Unhandled exception", StringComparison.Ordinal);
}
