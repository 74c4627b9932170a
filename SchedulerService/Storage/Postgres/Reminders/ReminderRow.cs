using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Npgsql;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reads rows of <see cref="StoredRow.Columns"/>, and turns reminders into the values of a row.</summary>
internal static class ReminderRow
{
    public static StoredReminder Read(NpgsqlDataReader row) => StoredRow.Read(row, row.GetGuid(0));

    public static byte[] Content(Reminder content) => content.ToByteArray();

    public static string Labels(IReadOnlyCollection<KeyValuePair<string, string>> labels)
    {
        if (labels.Count == 0)
            return "{}";

        var clean = new Dictionary<string, string>();
        foreach (var (name, value) in labels)
            clean[Clean(name)!] = Clean(value)!;
        return JsonSerializer.Serialize(clean);
    }

    /// <summary>Returns the cleaned text; null when it is empty, which in proto3 means that it is not set.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : Clean(text);

    /// <summary>
    /// Replaces the characters that PostgreSQL cannot store: U+0000 and half surrogate pairs. Otherwise the text of a callback could fail the
    /// statement that records it.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null || (!text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')))
            return text;

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }
}
