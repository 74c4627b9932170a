using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Reads which reminders a request selects.</summary>
internal static class ListQuery
{
    private static readonly HashSet<ReminderState> Live = [ReminderState.Scheduled, ReminderState.Paused];
    private static readonly HashSet<ReminderState> Every = [.. Enum.GetValues<ReminderState>().Where(state => state != ReminderState.Unspecified)];

    /// <summary>Reads a List request. It selects live reminders unless the filter names states.</summary>
    /// <exception cref="InvalidFieldsException">At least one field is invalid.</exception>
    public static ReminderQuery Of(ListRequest request, Caller caller)
    {
        var violations = new FieldViolations();
        var limit = PageRequest.Size(request.PageSize, violations);
        var position = PageRequest.Position(request.PageToken, PageToken.List, caller.Owner, request.Filter, violations);
        var query = Read(request.Filter, caller.Sees, violations);
        violations.ThrowIfAny();
        return query with
        {
            States = query.States.Count == 0 ? Live : query.States,
            After = position is null ? Guid.Empty : ReminderId.FromBytes(position),
            Limit = limit,
        };
    }

    /// <summary>Reads the filter of CancelMatching. It must set a field, and it selects live reminders only.</summary>
    /// <exception cref="InvalidFieldsException">At least one field is invalid.</exception>
    public static ReminderQuery OfCancel(ReminderFilter? filter, string? owner, int limit)
    {
        var violations = new FieldViolations();
        violations.Require(
            filter is not null && !filter.Equals(new ReminderFilter { Recipient = new Recipient() }) && !filter.Equals(new ReminderFilter()),
            "filter", "must set at least one field");
        var query = Read(filter, owner, violations);
        violations.Require(query.States.IsSubsetOf(Live), "filter.states", "may only be SCHEDULED and PAUSED: a settled reminder cannot be cancelled");
        violations.ThrowIfAny();
        return query with { States = query.States.Count == 0 ? Live : query.States, Limit = limit };
    }

    /// <summary>Reads the filter of Watch. It selects every state unless it names states.</summary>
    /// <exception cref="InvalidFieldsException">At least one field is invalid.</exception>
    public static ReminderQuery OfWatch(ReminderFilter? filter, string? owner)
    {
        var violations = new FieldViolations();
        var query = Read(filter, owner, violations);
        violations.ThrowIfAny();
        return query with { States = query.States.Count == 0 ? Every : query.States };
    }

    private static ReminderQuery Read(ReminderFilter? stated, string? owner, FieldViolations violations)
    {
        var filter = stated ?? new ReminderFilter();
        ReminderValidator.CheckRecipientLimits(filter.Recipient, "filter.recipient", violations);
        ReminderValidator.CheckLabels(filter.Labels, "filter.labels", violations);
        violations.Require(filter.States.Count <= Every.Count, "filter.states", $"has {filter.States.Count} states, at most {Every.Count} are defined");
        violations.Require(filter.States.All(Every.Contains), "filter.states", "has a state that is not defined");
        return new ReminderQuery
        {
            Owner = owner,
            Recipient = filter.Recipient,
            States = filter.States.ToHashSet(),
            Labels = filter.Labels,
            DueFrom = FieldViolations.ReadInstant(filter.DueFrom, "filter.due_from", violations),
            DueBefore = FieldViolations.ReadInstant(filter.DueBefore, "filter.due_before", violations),
        };
    }
}
