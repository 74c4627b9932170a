using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Reads which reminders a request is about.</summary>
internal static class ListQuery
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    private static readonly HashSet<ReminderState> Live = [ReminderState.Scheduled, ReminderState.Paused];
    private static readonly HashSet<ReminderState> Every = [.. Enum.GetValues<ReminderState>().Where(state => state != ReminderState.Unspecified)];

    public static ReminderQuery Of(ListRequest request, string owner)
    {
        var violations = new FieldViolations();
        violations.Require(request.PageSize is >= 0 and <= MaxPageSize, "page_size", $"must be 1 to {MaxPageSize}, or 0 for {DefaultPageSize}");

        var after = Guid.Empty;
        violations.Require(
            request.PageToken.Length == 0 || PageToken.TryRead(request.PageToken, owner, request.Filter, out after),
            "page_token", "was not given out by List with this filter");

        var query = Read(request.Filter, owner, violations);
        violations.ThrowIfAny();
        return query with
        {
            States = query.States.Count == 0 ? Live : query.States,
            After = after,
            Limit = request.PageSize == 0 ? DefaultPageSize : request.PageSize,
        };
    }

    /// <summary>Reads which reminders to cancel: a filter that names something, of live ones.</summary>
    public static ReminderQuery OfCancel(ReminderFilter? filter, string owner, int limit)
    {
        var violations = new FieldViolations();
        violations.Require(filter is not null && !filter.Equals(new ReminderFilter { Recipient = new Recipient() }) && !filter.Equals(new ReminderFilter()), "filter", "must name something");
        var query = Read(filter, owner, violations);
        violations.Require(query.States.IsSubsetOf(Live), "filter.states", "may only be SCHEDULED and PAUSED: what is settled cannot be cancelled");
        violations.ThrowIfAny();
        return query with { States = query.States.Count == 0 ? Live : query.States, Limit = limit };
    }

    /// <summary>Reads what to watch: every state unless some are named.</summary>
    public static ReminderQuery OfWatch(ReminderFilter? filter, string owner)
    {
        var violations = new FieldViolations();
        var query = Read(filter, owner, violations);
        violations.ThrowIfAny();
        return query with { States = query.States.Count == 0 ? Every : query.States };
    }

    private static ReminderQuery Read(ReminderFilter? stated, string owner, FieldViolations violations)
    {
        var filter = stated ?? new ReminderFilter();
        ReminderValidator.CheckRecipientLimits(filter.Recipient, "filter.recipient", violations);
        ReminderValidator.CheckLabels(filter.Labels, "filter.labels", violations);
        violations.Require(filter.States.All(Every.Contains), "filter.states", "has a state that is not defined");
        return new ReminderQuery
        {
            Owner = owner,
            Recipient = filter.Recipient,
            States = filter.States.ToHashSet(),
            Labels = filter.Labels,
            DueFrom = Read(filter.DueFrom, "filter.due_from", violations),
            DueBefore = Read(filter.DueBefore, "filter.due_before", violations),
        };
    }

    private static long? Read(Google.Protobuf.WellKnownTypes.Timestamp? timestamp, string field, FieldViolations violations)
    {
        if (timestamp is null)
            return null;
        violations.Require(ProtoTime.TryCeiling(timestamp, out var milliseconds), field, "is not a valid timestamp");
        return milliseconds;
    }
}
