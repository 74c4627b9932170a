using Google.Protobuf;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>Reads what a row keeps of a reminder. A row that cannot be read is one reminder's trouble, and nobody else's.</summary>
internal static class StoredContent
{
    public const string Unreadable = "what is stored of the reminder cannot be read";

    /// <returns>The reminder, or an empty one and why it cannot be read.</returns>
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
