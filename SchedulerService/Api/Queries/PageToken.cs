using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// The token with which a listing continues: the last id of the previous page, bound to the owner and the filter. It is opaque to callers. A token
/// of another listing is refused.
/// </summary>
internal static class PageToken
{
    private const int IdBytes = 16;
    private const int BindingBytes = 16;

    /// <summary>Returns the token of the page that follows a reminder.</summary>
    public static string After(Guid id, string owner, ReminderFilter? filter)
    {
        var idBytes = ReminderId.ToBytes(id);
        return Base64Url.EncodeToString([.. idBytes, .. Bind(idBytes, owner, filter)]);
    }

    /// <summary>Reads a token. Returns false unless List returned it for this owner and filter.</summary>
    public static bool TryRead(string token, string owner, ReminderFilter? filter, out Guid after)
    {
        after = Guid.Empty;
        Span<byte> bytes = stackalloc byte[IdBytes + BindingBytes];
        if (!Base64Url.IsValid(token, out var length) || length != bytes.Length)
            return false;

        Base64Url.DecodeFromChars(token, bytes);
        var id = bytes[..IdBytes].ToArray();
        if (!bytes[IdBytes..].SequenceEqual(Bind(id, owner, filter)))
            return false;

        after = ReminderId.FromBytes(id);
        return true;
    }

    private static ReadOnlySpan<byte> Bind(byte[] id, string owner, ReminderFilter? filter)
    {
        var ordered = (filter ?? new ReminderFilter()).Clone();
        CanonicalMap.Sort(ordered.Labels);
        return SHA256.HashData([.. "nudge.v1.page"u8, .. id, .. System.Text.Encoding.UTF8.GetBytes(owner), 0, .. ordered.ToByteArray()]).AsSpan(0, BindingBytes);
    }
}
