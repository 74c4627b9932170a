using System.Buffers.Binary;

namespace Nudge.Fuzz.Wire;

/// <summary>The frames of gRPC: a flag, the length and the message.</summary>
internal static class Frames
{
    private const int HeaderBytes = 5;

    /// <summary>Returns a frame with a correct header.</summary>
    public static byte[] Of(byte[] message) => Of(flag: 0, (uint)message.Length, message);

    /// <summary>Returns a frame with any header.</summary>
    public static byte[] Of(byte flag, uint length, byte[] message)
    {
        var frame = new byte[HeaderBytes + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
        message.CopyTo(frame, HeaderBytes);
        return frame;
    }

    /// <summary>Returns the complete messages of a body.</summary>
    public static IEnumerable<byte[]> Read(byte[] body)
    {
        var at = 0;
        while (body.Length - at >= HeaderBytes)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(at + 1));
            at += HeaderBytes;
            if (length > body.Length - at)
                yield break;
            yield return body[at..(at + (int)length)];
            at += (int)length;
        }
    }
}
