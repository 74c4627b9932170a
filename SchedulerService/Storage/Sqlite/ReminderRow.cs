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
        "id, owner, shard, content, state, pause_causes, due_at, occurrence, generation, attempt, last_error, revision, " +
        "created_at, updated_at, settled_at, message_id, trace_parent";

    public static StoredReminder Read(SqliteDataReader row) => new()
    {
        Id = ReadId(row, 0),
        Owner = row.GetString(1),
        Shard = row.GetInt32(2),
        Content = ReadContent(row, 3),
        State = (ReminderState)row.GetInt32(4),
        PauseCauses = (PauseCauses)row.GetInt32(5),
        DueAt = row.GetInt64(6),
        Occurrence = row.GetInt64(7),
        Generation = row.GetInt32(8),
        Attempt = row.GetInt32(9),
        LastError = ReadText(row, 10),
        Revision = row.GetInt64(11),
        CreatedAt = row.GetInt64(12),
        UpdatedAt = row.GetInt64(13),
        SettledAt = row.IsDBNull(14) ? null : row.GetInt64(14),
        MessageId = ReadText(row, 15),
        TraceParent = ReadText(row, 16),
    };

    public static Guid ReadId(SqliteDataReader row, int column) => ReminderId.FromBytes(row.GetFieldValue<byte[]>(column));

    public static Reminder ReadContent(SqliteDataReader row, int column) => Reminder.Parser.ParseFrom(row.GetFieldValue<byte[]>(column));

    public static string? ReadText(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Content(Reminder content) => content.ToByteArray();

    public static string Labels(Reminder content) =>
        content.Labels.Count == 0 ? "{}" : JsonSerializer.Serialize(content.Labels.ToDictionary());

    /// <summary>Null for what a proto3 string says with an empty one.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
