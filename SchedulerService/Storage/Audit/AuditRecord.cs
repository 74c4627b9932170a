using System.Data.Common;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>A change of a reminder that a caller made. <paramref name="Sequence"/> increases with each record of a store.</summary>
internal sealed record AuditRecord(
    long Sequence, Instant At, string Actor, string Address, AuditAction Action, Guid ReminderId, string Owner, string ChangedFields, ReminderSnapshot? Before, ReminderSnapshot? After)
{
    /// <summary>The columns of a record, without the sequence.</summary>
    public const string Columns =
        "at, actor, address, action, reminder_id, owner, changed_fields, before_state, before_due, before_revision, after_state, after_due, after_revision";

    /// <summary>Reads a row with the sequence and <see cref="Columns"/>. Each store reads the id itself.</summary>
    public static AuditRecord Read(DbDataReader row, Guid reminderId) => new(
        row.GetInt64(0), new Instant(row.GetInt64(1)), row.GetString(2), row.GetString(3), (AuditAction)row.GetInt32(4), reminderId, row.GetString(6), row.GetString(7),
        ReadReminder(row, 8), ReadReminder(row, 11));

    private static ReminderSnapshot? ReadReminder(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : new ReminderSnapshot((ReminderState)row.GetInt32(column), new Instant(row.GetInt64(column + 1)), row.GetInt64(column + 2));
}

/// <summary>What a record keeps of a reminder: nothing that its author wrote.</summary>
internal sealed record ReminderSnapshot(ReminderState State, Instant DueAt, long Revision);
