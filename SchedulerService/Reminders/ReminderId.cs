using System.Buffers.Binary;

namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// Reminder ids are UUIDv7: text in the API, 16 big-endian bytes in a store. Both forms sort alike. Ids of one process sort in the order of their
/// creation, also within a millisecond: the 12 bits after the time are a counter (RFC 9562, 6.2, method 1).
/// </summary>
internal static class ReminderId
{
    private const int MaxCount = 0xFFF;

    private static readonly Lock Lock = new();
    private static long s_milliseconds;
    private static int s_count;

    /// <summary>Returns a new id that carries the instant <paramref name="now"/>. It is unique, and no secret.</summary>
    public static Guid New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        // A generator of secrets asks the system for each id, which costs more than the rest of the id.
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], (Random.Shared.NextInt64() >> 1) | long.MinValue);
        lock (Lock)
        {
            var continues = now.ToUnixTimeMilliseconds() <= s_milliseconds && s_count < MaxCount;
            s_milliseconds = continues ? s_milliseconds : Math.Max(now.ToUnixTimeMilliseconds(), s_milliseconds + 1);
            s_count = continues ? s_count + 1 : 0;
            BinaryPrimitives.WriteInt64BigEndian(bytes, (s_milliseconds << 16) | 0x7000L | (uint)s_count);
        }

        return FromBytes(bytes);
    }

    /// <summary>
    /// Returns a lower bound for the ids of all reminders created at <paramref name="createdAt"/> or later. It leaves a margin of 5 seconds: an id
    /// carries the clock of its node, which may lag behind the store's clock.
    /// </summary>
    public static Guid Earliest(Instant createdAt)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, (createdAt - TimeSpan.FromSeconds(5)).Milliseconds) << 16);
        return FromBytes(bytes);
    }

    /// <summary>Parses the canonical form only, so that each id has one spelling.</summary>
    public static bool TryParse(string text, out Guid id)
    {
        Span<char> canonical = stackalloc char[36];
        return Guid.TryParseExact(text, "D", out id) && id.TryFormat(canonical, out _, "D") && canonical.SequenceEqual(text);
    }

    public static string Format(Guid id) => id.ToString("D");

    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid FromBytes(ReadOnlySpan<byte> bytes) => new(bytes, bigEndian: true);
}
