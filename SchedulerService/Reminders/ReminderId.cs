namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// Reminder ids: UUIDv7, as text in the API and as 16 big-endian bytes in a store, which sort alike. What one process makes sorts in the
/// order in which it was made, also within a millisecond: the 12 bits after the time count (RFC 9562, 6.2, method 1).
/// </summary>
internal static class ReminderId
{
    private const int CounterByte = 6;
    private const int MaxCount = 0xFFF;

    private static readonly Lock Lock = new();
    private static long s_milliseconds;
    private static int s_count;

    public static Guid New(DateTimeOffset now)
    {
        var (milliseconds, count) = Next(now.ToUnixTimeMilliseconds());
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[CounterByte] = (byte)(0x70 | (count >> 8));
        bytes[CounterByte + 1] = (byte)count;
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
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, createdAt - Margin) << 16);
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
        lock (Lock)
        {
            var goesOn = now <= s_milliseconds && s_count < MaxCount;
            s_milliseconds = goesOn ? s_milliseconds : Math.Max(now, s_milliseconds + 1);
            s_count = goesOn ? s_count + 1 : 0;
            return (s_milliseconds, s_count);
        }
    }
}
