using Google.Protobuf;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>Reads the stored content of a reminder. A row that cannot be read fails only its own reminder.</summary>
internal static class StoredContent
{
    public const string Unreadable = "the stored content of the reminder cannot be read";

    /// <summary>Parses the content of a row.</summary>
    /// <returns>The reminder, or an empty one and the fault.</returns>
    public static (Reminder Content, string? Fault) Read(byte[] stored)
    {
        try
        {
            return (Reminder.Parser.ParseFrom(stored.AsSpan()), null);
        }
        catch (InvalidProtocolBufferException)
        {
            return (new Reminder { Recipient = new Recipient(), Schedule = new Schedule() }, Unreadable);
        }
    }
}
