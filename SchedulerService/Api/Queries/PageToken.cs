using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// The token with which a listing continues: the position after the previous page, bound to the method, the owner and the filter. It is opaque to callers. A token
/// of another listing is refused.
/// </summary>
internal static class PageToken
{
    /// <summary>The length of a position in a listing, in bytes.</summary>
    public const int PositionBytes = 16;

    /// <summary>The method that lists reminders.</summary>
    public const string List = "List";

    /// <summary>The method that lists audit records.</summary>
    public const string ListAudit = "ListAudit";

    private const int BindingBytes = 16;

    /// <summary>Returns the token of the page that follows a position.</summary>
    public static string After(byte[] position, string method, string owner, IMessage? filter) =>
        Base64Url.EncodeToString([.. position, .. Bind(position, method, owner, filter)]);

    /// <summary>Reads the position of a token.</summary>
    /// <returns>The position; null unless the method returned the token for this owner and filter.</returns>
    public static byte[]? Read(string token, string method, string owner, IMessage? filter)
    {
        Span<byte> bytes = stackalloc byte[PositionBytes + BindingBytes];
        if (!Base64Url.IsValid(token, out var length) || length != bytes.Length)
            return null;

        Base64Url.DecodeFromChars(token, bytes);
        var position = bytes[..PositionBytes].ToArray();
        return bytes[PositionBytes..].SequenceEqual(Bind(position, method, owner, filter)) ? position : null;
    }

    private static ReadOnlySpan<byte> Bind(byte[] position, string method, string owner, IMessage? filter)
    {
        if (filter is ReminderFilter stated)
        {
            var ordered = stated.Clone();
            CanonicalMap.Sort(ordered.Labels);
            filter = ordered;
        }

        // A token does not expire, so those of List stay as they were before there were other listings.
        var listing = method == List ? "nudge.v1.page" : $"nudge.v1.page.{method}";
        return SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(listing), .. position, .. System.Text.Encoding.UTF8.GetBytes(owner), 0, .. filter?.ToByteArray() ?? []]).AsSpan(0, BindingBytes);
    }
}
