using System.Buffers.Binary;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Reads requests of ListAudit, and builds their answers.</summary>
internal static class AuditPage
{
    private const int MaxName = 256;

    private static readonly HashSet<AuditAction> Actions = [.. Enum.GetValues<AuditAction>().Where(action => action != AuditAction.Unspecified)];

    /// <summary>Reads a request. A caller that is no admin sees the records of its own reminders only.</summary>
    /// <exception cref="InvalidFieldsException">At least one field is invalid.</exception>
    public static AuditQuery Of(ListAuditRequest request, Caller caller)
    {
        var violations = new FieldViolations();
        var limit = PageRequest.Size(request.PageSize, violations);
        var position = PageRequest.Position(request.PageToken, PageToken.ListAudit, caller.Owner, request.Filter, violations);
        var filter = request.Filter ?? new AuditFilter();
        var reminder = filter.ReminderId.Length == 0 ? (Guid?)null : FieldViolations.ReadId(filter.ReminderId, "filter.reminder_id", violations);
        violations.RequireText(filter.Actor, MaxName, "filter.actor");
        violations.RequireText(filter.Owner, MaxName, "filter.owner");
        violations.Require(caller.Sees is null || filter.Owner.Length == 0 || filter.Owner == caller.Owner, "filter.owner", "may only name another owner for an admin");
        violations.Require(filter.Actions.Count <= Actions.Count && filter.Actions.All(Actions.Contains), "filter.actions", "has an action that is not defined, or too many");
        var from = FieldViolations.ReadInstant(filter.From, "filter.from", violations);
        var before = FieldViolations.ReadInstant(filter.Before, "filter.before", violations);
        violations.ThrowIfAny();

        return new AuditQuery(
            caller.Sees ?? Stated(filter.Owner), reminder, Stated(filter.Actor), filter.Actions, from, before,
            position is null ? null : BinaryPrimitives.ReadInt64BigEndian(position), limit);
    }

    /// <summary>Builds a page of at most <paramref name="limit"/> records. One more found record shows that another page follows.</summary>
    public static ListAuditResponse Of(IReadOnlyList<AuditRecord> found, int limit, Caller caller, AuditFilter? filter)
    {
        var page = new ListAuditResponse();
        page.Entries.AddRange(found.Take(limit).Select(EntryOf));
        if (found.Count > limit)
        {
            var position = new byte[PageToken.PositionBytes];
            BinaryPrimitives.WriteInt64BigEndian(position, found[limit - 1].Sequence);
            page.NextPageToken = PageToken.After(position, PageToken.ListAudit, caller.Owner, filter);
        }

        return page;
    }

    private static string? Stated(string text) => text.Length == 0 ? null : text;

    private static AuditEntry EntryOf(AuditRecord record)
    {
        var entry = new AuditEntry
        {
            Time = record.At.ToTimestamp(),
            Actor = record.Actor,
            Address = record.Address,
            Action = record.Action,
            ReminderId = ReminderId.Format(record.ReminderId),
            Owner = record.Owner,
            Before = Of(record.Before),
            After = Of(record.After),
        };
        entry.ChangedFields.AddRange(record.ChangedFields.Split(',', StringSplitOptions.RemoveEmptyEntries));
        return entry;
    }

    private static AuditedReminder? Of(ReminderSnapshot? reminder) =>
        reminder is null ? null : new AuditedReminder { State = reminder.State, NextDue = reminder.DueAt.ToTimestamp(), Revision = reminder.Revision };
}
