using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// Reminder ids: UUIDv7, as text in the API and as 16 big-endian bytes in a store, which sort alike. What one process makes sorts in the
/// order in which it was made, also within a millisecond: the 12 bits after the time count (RFC 9562, 6.2, method 1).
/// </summary>
internal static class ReminderId
{
    private const int MaxCount = 0xFFF;
    private const int RandomBytes = sizeof(ulong);

    private static readonly Lock Lock = new();

    // From the system's generator, for many ids at a time: asking it is most of what an id costs.
    private static readonly byte[] Randomness = new byte[512 * RandomBytes];
    private static int s_usedRandomness = Randomness.Length;
    private static long s_milliseconds;
    private static int s_count;

    public static Guid New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (Lock)
        {
            var (milliseconds, count) = Next(now.ToUnixTimeMilliseconds());
            BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << 16) | 0x7000L | (uint)count);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (NextRandom() >> 2) | (1UL << 63));
        }

        return FromBytes(bytes);
    }

    /// <summary>
    /// No reminder made at <paramref name="createdAt"/> (milliseconds) or later has an id before this one. Ids may lag a little behind the
    /// clock of the store: they carry the making node's.
    /// </summary>
    public static Guid Earliest(long createdAt)
    {
        const long Margin = 5_000;
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, createdAt - Margin) << 16);
        return FromBytes(bytes);
    }

    /// <summary>Reads the canonical form and no other, so that an id has one spelling.</summary>
    public static bool TryParse(string text, out Guid id)
    {
        Span<char> canonical = stackalloc char[36];
        return Guid.TryParseExact(text, "D", out id) && id.TryFormat(canonical, out _, "D") && canonical.SequenceEqual(text);
    }

    public static string Format(Guid id) => id.ToString("D");

    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid FromBytes(ReadOnlySpan<byte> bytes) => new(bytes, bigEndian: true);

    private static (long Milliseconds, int Count) Next(long now)
    {
        var goesOn = now <= s_milliseconds && s_count < MaxCount;
        s_milliseconds = goesOn ? s_milliseconds : Math.Max(now, s_milliseconds + 1);
        s_count = goesOn ? s_count + 1 : 0;
        return (s_milliseconds, s_count);
    }

    private static ulong NextRandom()
    {
        if (s_usedRandomness == Randomness.Length)
        {
            RandomNumberGenerator.Fill(Randomness);
            s_usedRandomness = 0;
        }

        var next = BinaryPrimitives.ReadUInt64BigEndian(Randomness.AsSpan(s_usedRandomness, RandomBytes));
        s_usedRandomness += RandomBytes;
        return next;
    }
}
