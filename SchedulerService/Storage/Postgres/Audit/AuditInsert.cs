using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The SQL that records a change in the statement that makes it.</summary>
internal static class AuditInsert
{
    /// <summary>The state of a live reminder, as an expression over its columns.</summary>
    public const string LiveState = "case pause_causes when 0 then 1 else 2 end";

    /// <summary>A reminder that is not there, before its creation or after its erasure.</summary>
    public const string Absent = "null::integer, null::bigint, null::bigint";

    private const string Changes = $"insert into audit ({AuditRecord.Columns})";

    /// <summary>Returns an insert of one record for each row of a relation with the columns id and owner.</summary>
    /// <param name="relation">The changed reminders.</param>
    /// <param name="at">The time of the change, as an expression over the relation.</param>
    /// <param name="before">The state, due time and revision before the change, as expressions over the relation.</param>
    /// <param name="after">The same after the change.</param>
    /// <param name="first">The number of the first of <see cref="Parameters"/> in the statement.</param>
    public static string From(string relation, string at, string before, string after, int first) =>
        $"{Changes} select {at}, ${first}, ${first + 1}, ${first + 2}, id, owner, ${first + 3}, {before}, {after} from {relation} where ${first}::text is not null";

    public static NpgsqlParameter[] Parameters(Edit edit) =>
        [Parameter.Text(ReminderRow.Clean(edit.Actor)), Parameter.Text(edit.Address), Parameter.Of((int)edit.Action), Parameter.Text(edit.ChangedFields)];
}
