using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Lists the lanes of this node that have a backlog. The lane that takes longest to drain comes first.</summary>
internal sealed class LaneList(CallbackTargets callbacks, NodeName node, TimeProvider clock)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;

    /// <summary>Returns the lanes.</summary>
    /// <exception cref="InvalidFieldsException">At least one field is invalid.</exception>
    public ListLanesResponse Of(ListLanesRequest request)
    {
        var violations = new FieldViolations();
        violations.Require(request.PageSize is >= 0 and <= MaxPageSize, "page_size", "must be 1 to 1,000, or 0 for the default");
        violations.ThrowIfAny();

        var now = clock.GetUtcNow();
        var response = new ListLanesResponse { Node = node.Value };
        response.Lanes.AddRange(callbacks.Targets
            .SelectMany(target => target.Lanes?.Backlogs().Select(backlog => (Target: target.Name, Backlog: backlog)) ?? [])
            .OrderByDescending(item => item.Backlog.Drained)
            .Take(request.PageSize == 0 ? DefaultPageSize : request.PageSize)
            .Select(item => new LaneBacklog
            {
                Target = item.Target,
                Lane = item.Backlog.Lane,
                Depth = item.Backlog.Waiting + item.Backlog.Deferred,
                InFlight = item.Backlog.InFlight,
                NextSlot = Instant.Ceiling(now + item.Backlog.NextSlot).ToTimestamp(),
                Drained = Instant.Ceiling(now + item.Backlog.Drained).ToTimestamp(),
            }));
        return response;
    }
}
