namespace Nudge.SchedulerService.Reminders;

/// <summary>Reminder ids: UUIDv7, as text in the API and as 16 big-endian bytes in a store, which sort alike.</summary>
internal static class ReminderId
{
    public static Guid New(DateTimeOffset now) => Guid.CreateVersion7(now);

    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    public static string Format(Guid id) => id.ToString("D");

    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid FromBytes(ReadOnlySpan<byte> bytes) => new(bytes, bigEndian: true);
}
