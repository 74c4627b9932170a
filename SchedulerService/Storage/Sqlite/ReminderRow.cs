using System.Text.Json;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Reads rows of the view every_reminder, and turns reminders into the values of a row.</summary>
internal static class ReminderRow
{
    public static StoredReminder Read(SqliteDataReader row) => StoredRow.Read(row, ReadId(row, 0));

    public static List<StoredReminder> ReadAll(SqliteDataReader row)
    {
        var reminders = new List<StoredReminder>();
        while (row.Read())
            reminders.Add(Read(row));
        return reminders;
    }

    public static Guid ReadId(SqliteDataReader row, int column) => ReminderId.FromBytes(row.GetFieldValue<byte[]>(column));

    public static byte[] Content(Reminder content) => content.ToByteArray();

    public static string Labels(Reminder content) =>
        content.Labels.Count == 0 ? "{}" : JsonSerializer.Serialize(content.Labels.ToDictionary());

    /// <summary>Returns the text; null when it is empty, which in proto3 means that it is not set.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
