using System.Data.Common;
using Google.Protobuf;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>The columns that the tables of every store share, and how they are read. Each store reads the id itself.</summary>
internal static class StoredRow
{
    public const string Unreadable = "the stored content of the reminder cannot be read";

    /// <summary>The columns of a live or settled reminder, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "id, owner, shard, content, state, pause_causes, due_at, wall, visible_at, occurrence, generation, attempt, broken_streams, " +
        "last_error, revision, created_at, updated_at, settled_at, message_id, trace_parent";

    /// <summary>The columns that stay as they are when a reminder is created, ends or is made live again.</summary>
    public const string KeptColumns = "due_at, occurrence, shard, created_at, owner, user_id, conversation_id, tenant_id, trace_parent";

    /// <summary>The columns of a due reminder, in the order that <see cref="ReadDue"/> expects.</summary>
    public const string DueColumns =
        "id, occurrence, revision, visible_at, due_at, generation, attempt, broken_streams, tried, created_at, content, trace_parent, owner";

    /// <summary>Returns <see cref="KeptColumns"/> of a relation.</summary>
    public static string KeptOf(string relation) => $"{relation}." + KeptColumns.Replace(", ", $", {relation}.", StringComparison.Ordinal);

    public static StoredReminder Read(DbDataReader row, Guid id)
    {
        var (content, fault) = ReadContent(row.GetFieldValue<byte[]>(3));
        return new()
        {
            Id = id,
            Owner = row.GetString(1),
            Shard = row.GetInt32(2),
            Content = content,
            State = (ReminderState)row.GetInt32(4),
            PauseCauses = (PauseCauses)row.GetInt32(5),
            DueAt = new Instant(row.GetInt64(6)),
            Wall = row.IsDBNull(7) ? null : row.GetInt64(7),
            VisibleAt = ReadInstant(row, 8),
            Occurrence = row.GetInt64(9),
            Generation = row.GetInt32(10),
            Attempt = row.GetInt32(11),
            BrokenStreams = row.GetInt32(12),
            LastError = fault ?? ReadText(row, 13),
            Revision = row.GetInt64(14),
            CreatedAt = new Instant(row.GetInt64(15)),
            UpdatedAt = new Instant(row.GetInt64(16)),
            SettledAt = ReadInstant(row, 17),
            MessageId = ReadText(row, 18),
            TraceParent = ReadText(row, 19),
        };
    }

    public static DueReminder ReadDue(DbDataReader row, Guid id, int shard, IShardSession session)
    {
        var (content, fault) = ReadContent(row.GetFieldValue<byte[]>(10));
        return new()
        {
            Session = session,
            Key = new DeliveryKey(id, row.GetInt64(1), row.GetInt64(2)),
            Shard = shard,
            VisibleAt = new Instant(row.GetInt64(3)),
            DueAt = new Instant(row.GetInt64(4)),
            Generation = row.GetInt32(5),
            Attempt = row.GetInt32(6),
            BrokenStreams = row.GetInt32(7),
            WasTried = row.GetBoolean(8),
            CreatedAt = new Instant(row.GetInt64(9)),
            Content = content,
            Fault = fault,
            TraceParent = ReadText(row, 11),
            Owner = row.GetString(12),
        };
    }

    public static Instant? ReadInstant(DbDataReader row, int column) => row.IsDBNull(column) ? null : new Instant(row.GetInt64(column));

    /// <summary>Parses the content of a row. A row that cannot be read fails only its own reminder.</summary>
    /// <returns>The reminder, or an empty one and the fault.</returns>
    private static (Reminder Content, string? Fault) ReadContent(byte[] stored)
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

    private static string? ReadText(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
