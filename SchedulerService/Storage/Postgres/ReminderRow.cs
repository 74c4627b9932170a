using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Npgsql;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reads rows of the view every_reminder, and turns reminders into the values of a row.</summary>
internal static class ReminderRow
{
    public const string Columns =
        "id, owner, shard, content, state, pause_causes, due_at, wall, visible_at, occurrence, generation, attempt, broken_streams, " +
        "last_error, revision, created_at, updated_at, settled_at, message_id, trace_parent";

    public static StoredReminder Read(NpgsqlDataReader row)
    {
        var (content, fault) = StoredContent.Read(row.GetFieldValue<byte[]>(3));
        return new()
        {
            Id = row.GetGuid(0),
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

    public static long? ReadNumber(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? ReadText(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Content(Reminder content) => content.ToByteArray();

    public static string Labels(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var clean = new Dictionary<string, string>();
        foreach (var (name, value) in labels)
            clean[Clean(name)!] = Clean(value)!;
        return clean.Count == 0 ? "{}" : JsonSerializer.Serialize(clean);
    }

    /// <summary>Null for what a proto3 string says with an empty one.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : Clean(text);

    /// <summary>
    /// The text as PostgreSQL can keep it, which knows neither the character 0 nor half a surrogate pair: what a callback says must not
    /// be able to fail the statement that records it.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null || (!text.Contains('\0') && !text.Any(char.IsSurrogate)))
            return text;

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }
}
