using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// The token with which a listing continues: the position after the previous page, bound to the owner and the filter. It is opaque to callers. A token
/// of another listing is refused.
/// </summary>
internal static class PageToken
{
    /// <summary>The length of a position in a listing, in bytes.</summary>
    public const int PositionBytes = 16;

    private const int BindingBytes = 16;

    /// <summary>Returns the token of the page that follows a position.</summary>
    public static string After(byte[] position, string owner, IMessage? filter) => Base64Url.EncodeToString([.. position, .. Bind(position, owner, filter)]);

    /// <summary>Reads a token. Returns false unless a listing returned it for this owner and filter.</summary>
    public static bool TryRead(string token, string owner, IMessage? filter, out ReadOnlyMemory<byte> position)
    {
        position = default;
        Span<byte> bytes = stackalloc byte[PositionBytes + BindingBytes];
        if (!Base64Url.IsValid(token, out var length) || length != bytes.Length)
            return false;

        Base64Url.DecodeFromChars(token, bytes);
        var stated = bytes[..PositionBytes].ToArray();
        if (!bytes[PositionBytes..].SequenceEqual(Bind(stated, owner, filter)))
            return false;

        position = stated;
        return true;
    }

    private static ReadOnlySpan<byte> Bind(byte[] position, string owner, IMessage? filter)
    {
        if (filter is ReminderFilter stated)
        {
            var ordered = stated.Clone();
            CanonicalMap.Sort(ordered.Labels);
            filter = ordered;
        }

        return SHA256.HashData([.. "nudge.v1.page"u8, .. position, .. System.Text.Encoding.UTF8.GetBytes(owner), 0, .. filter?.ToByteArray() ?? []]).AsSpan(0, BindingBytes);
    }
}
