using System.IO.Compression;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Generation;

/// <summary>Damages the frames around the messages of a call: flags, lengths, numbers of frames, compression.</summary>
internal static class FrameMutator
{
    /// <summary>More than the largest message that the services accept.</summary>
    private const int TooLarge = 5_000_000;

    public static FuzzCall Mutate(FuzzCall call, IReadOnlyList<byte[]> messages, Random random)
    {
        var first = messages[0];
        var length = (uint)first.Length;
        return random.Next(11) switch
        {
            0 => Broken(call, []),
            1 => Broken(call, call.Body[..random.Next(call.Body.Length)]),
            2 => Broken(call, [.. call.Body, .. Frames.Of(first)]),
            3 => Broken(call, Frames.Of((byte)random.Next(1, 256), length, first)),
            4 => Broken(call, Frames.Of(0, length + (uint)random.Next(1, 1000), first)),
            5 => Broken(call, Frames.Of(0, length - (uint)random.Next(0, first.Length), first)),
            6 => Broken(call, Frames.Of(0, random.Next(2) == 0 ? uint.MaxValue : int.MaxValue, first)),
            7 => Broken(call, Frames.Of(1, length, first)) with { Headers = [("grpc-encoding", "gzip")] },
            // A correct compressed message, and one that is far larger than its frame.
            8 => Compressed(call, first),
            9 when random.Next(20) == 0 => Compressed(call, new byte[TooLarge]),
            10 when random.Next(20) == 0 => call with { Body = Frames.Of(new byte[TooLarge]) },
            _ => Broken(call, ByteMutator.Mutate(call.Body, random)),
        };
    }

    private static FuzzCall Broken(FuzzCall call, byte[] body) => call with { Body = body, IsFramed = false };

    private static FuzzCall Compressed(FuzzCall call, byte[] message)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(message);
        var compressed = bytes.ToArray();
        return call with { Body = Frames.Of(1, (uint)compressed.Length, compressed), Headers = [("grpc-encoding", "gzip")] };
    }
}
