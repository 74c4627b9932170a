using System.Text.Json;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Reads rows of the view every_reminder, and turns reminders into the values of a row.</summary>
internal static class ReminderRow
{
    public const string Columns =
        "id, owner, shard, content, state, pause_causes, due_at, wall, visible_at, occurrence, generation, attempt, broken_streams, " +
        "last_error, revision, created_at, updated_at, settled_at, message_id, trace_parent";

    public static StoredReminder Read(SqliteDataReader row)
    {
        var (content, fault) = ReadContent(row, 3);
        return new()
        {
            Id = ReadId(row, 0),
            Owner = row.GetString(1),
            Shard = row.GetInt32(2),
            Content = content,
            State = (ReminderState)row.GetInt32(4),
            PauseCauses = (PauseCauses)row.GetInt32(5),
            DueAt = row.GetInt64(6),
            Wall = ReadNumber(row, 7),
            VisibleAt = ReadNumber(row, 8),
            Occurrence = row.GetInt64(9),
            Generation = row.GetInt32(10),
            Attempt = row.GetInt32(11),
            BrokenStreams = row.GetInt32(12),
            LastError = fault ?? ReadText(row, 13),
            Revision = row.GetInt64(14),
            CreatedAt = row.GetInt64(15),
            UpdatedAt = row.GetInt64(16),
            SettledAt = ReadNumber(row, 17),
            MessageId = ReadText(row, 18),
            TraceParent = ReadText(row, 19),
        };
    }

    public static List<StoredReminder> ReadAll(SqliteDataReader row)
    {
        var reminders = new List<StoredReminder>();
        while (row.Read())
            reminders.Add(Read(row));
        return reminders;
    }

    public static Guid ReadId(SqliteDataReader row, int column) => ReminderId.FromBytes(row.GetFieldValue<byte[]>(column));

    public static (Reminder Content, string? Fault) ReadContent(SqliteDataReader row, int column) =>
        StoredContent.Read(row.GetFieldValue<byte[]>(column));

    public static string? ReadText(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Content(Reminder content) => content.ToByteArray();

    public static string Labels(Reminder content) =>
        content.Labels.Count == 0 ? "{}" : JsonSerializer.Serialize(content.Labels.ToDictionary());

    /// <summary>Null for what a proto3 string says with an empty one.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static long? ReadNumber(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
