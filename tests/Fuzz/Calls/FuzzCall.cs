using Google.Protobuf;
using Nudge.Fuzz.Wire;
using Nudge.Servers;

namespace Nudge.Fuzz.Calls;

/// <summary>A request of the fuzzer.</summary>
/// <param name="Method">What is called, for reports: the method of an RPC, or the endpoint of an activity.</param>
/// <param name="Path">The path of the request.</param>
/// <param name="Body">The whole body.</param>
internal sealed record FuzzCall(string Method, string Path, byte[] Body)
{
    /// <summary>Gets the method that receives the body; null for a request that is no RPC.</summary>
    public RpcMethod? Rpc { get; init; }

    /// <summary>Gets the owner whose credential the request carries; empty without a valid credential.</summary>
    public string Owner { get; init; } = "";

    public string ContentType { get; init; } = GrpcContentType;

    /// <summary>Gets the headers besides the usual ones. They can replace them.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Gets whether the frames are those of gRPC. The server may answer others with any status that gRPC prescribes for them.</summary>
    public bool IsFramed { get; init; } = true;

    /// <summary>Gets whether the request is an activity of the type invoke.</summary>
    public bool IsInvoke { get; init; }

    /// <summary>Gets the time after which the caller disconnects; null when it waits for the answer.</summary>
    public TimeSpan? GivesUpAfter { get; init; }

    /// <summary>The deadline of a call that is answered long before it.</summary>
    public const string UsualDeadline = "30S";

    /// <summary>Gets the deadline that the caller states, in the words of gRPC.</summary>
    public string Deadline { get; init; } = UsualDeadline;

    public const string GrpcContentType = "application/grpc";

    public bool IsGrpc => ContentType == GrpcContentType;

    /// <summary>Gets whether a service of the gRPC framework, health or reflection, receives a message that it cannot decode.</summary>
    public bool IsUndecodableForFramework => Rpc is { AnswersReminders: false } method && Frames.Read(Body).Any(message => !CanDecode(method, message));

    /// <summary>Returns the request in a form that can be sent again, with the body in base64.</summary>
    public override string ToString()
    {
        // A valid key is new in each run, and its owner stands for it.
        var shown = Headers.Where(header => header.Name != Credential || Owner.Length == 0).Select(header => $"{header.Name}: {header.Value}; ");
        var body = Convert.ToBase64String(Body.AsSpan(0, Math.Min(Body.Length, MaxShown)));
        var more = Body.Length > MaxShown ? "…" : "";
        return $"POST {Path} ({ContentType}, {Deadline}) as {(Owner.Length > 0 ? Owner : "nobody")}: {string.Concat(shown)}{Body.Length} bytes, base64 {body}{more}";
    }

    public const string Credential = ApiClient.Header;

    private const int MaxShown = 3000;
    private const int MaxDescribed = 300;

    /// <summary>Returns the method and the first message in words, shortened.</summary>
    public string Describe()
    {
        var message = Rpc is { } method && Frames.Read(Body).FirstOrDefault() is { } first && CanDecode(method, first)
            ? InWords(method.Descriptor.InputType.Parser.ParseFrom(first)) : $"{Body.Length} bytes";
        return $"{Method} {message[..Math.Min(message.Length, MaxDescribed)]}";
    }

    /// <summary>Returns a message as JSON. A message can hold what JSON cannot express, such as a value of no kind.</summary>
    private static string InWords(IMessage message)
    {
        try
        {
            return message.ToString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return $"{message.CalculateSize()} bytes that are no JSON";
        }
    }

    private static bool CanDecode(RpcMethod method, byte[] message)
    {
        try
        {
            return method.Descriptor.InputType.Parser.ParseFrom(message) is not null;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
