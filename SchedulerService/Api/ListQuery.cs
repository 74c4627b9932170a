using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Reads a listing's request.</summary>
internal static class ListQuery
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    private static readonly HashSet<ReminderState> Live = [ReminderState.Scheduled, ReminderState.Paused];

    public static ReminderQuery Of(ListRequest request, string owner)
    {
        var violations = new FieldViolations();
        violations.Require(request.PageSize is >= 0 and <= MaxPageSize, "page_size", $"must be 1 to {MaxPageSize}, or 0 for {DefaultPageSize}");

        var after = Guid.Empty;
        violations.Require(
            request.PageToken.Length == 0 || PageToken.TryRead(request.PageToken, owner, request.Filter, out after),
            "page_token", "was not given out by List with this filter");

        var filter = request.Filter ?? new ReminderFilter();
        ReminderValidator.CheckRecipientLimits(filter.Recipient, "filter.recipient", violations);
        ReminderValidator.CheckLabels(filter.Labels, "filter.labels", violations);
        violations.Require(
            filter.States.All(state => state != ReminderState.Unspecified && Enum.IsDefined(state)), "filter.states", "has a state that is not defined");
        var dueFrom = Read(filter.DueFrom, "filter.due_from", violations);
        var dueBefore = Read(filter.DueBefore, "filter.due_before", violations);
        violations.ThrowIfAny();

        return new ReminderQuery
        {
            Owner = owner,
            Recipient = filter.Recipient,
            States = filter.States.Count == 0 ? Live : filter.States.ToHashSet(),
            Labels = filter.Labels,
            DueFrom = dueFrom,
            DueBefore = dueBefore,
            After = after,
            Limit = request.PageSize == 0 ? DefaultPageSize : request.PageSize,
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
