using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Computes the next instants of a schedule.</summary>
internal sealed class SchedulePreview(Calendar calendar, CalendarTurns turns, TimeProvider clock)
{
    private const string Field = "schedule";
    private const int DefaultCount = 5;
    private const int MaxCount = 100;

    /// <summary>Returns the next instants of a schedule. scheduler.proto documents the errors.</summary>
    public async Task<PreviewScheduleResponse> OfAsync(PreviewScheduleRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var after = Instant.Floor(now);
        var violations = new FieldViolations();
        calendar.Check(request.Schedule, Field, violations);
        violations.Require(request.Count is >= 0 and <= MaxCount, "count", $"must be 1 to {MaxCount}, or 0 for {DefaultCount}");
        if (request.After is not null)
            violations.Require(ProtoTime.TryFloor(request.After, out after), "after", "is not a valid timestamp");
        violations.ThrowIfAny();

        var instants = await turns.RunAsync(
            () =>
            {
                var first = calendar.First(request.Schedule, now, Field, violations, cancellationToken);
                violations.ThrowIfAny();
                var search = Search.ForCaller(Search.Max, cancellationToken);
                return Instants(request.Schedule, first!.Value, after, search).Take(request.Count == 0 ? DefaultCount : request.Count).ToList();
            },
            isOfStream: false,
            cancellationToken);

        var response = new PreviewScheduleResponse();
        response.Instants.Add(instants.Select(instant => instant.ToTimestamp()));
        if (instants.Count > 1)
            response.ShortestInterval = Duration.FromTimeSpan(instants.Zip(instants.Skip(1), (one, next) => next - one).Min());
        return response;
    }

    /// <summary>
    /// Lazily returns the instants after <paramref name="after"/>. A schedule with a count is counted from its first instant, as for a reminder
    /// registered now.
    /// </summary>
    private IEnumerable<Instant> Instants(Schedule schedule, Occurrence first, Instant after, Search search)
    {
        if (!Calendar.Recurs(schedule))
            return first.At > after ? [first.At] : [];

        if (schedule.Count == 0)
            return calendar.After(schedule, after, search).Select(occurrence => occurrence.At);

        return calendar.After(schedule, first.At - Instant.Resolution, search)
            .Take((int)Math.Min(schedule.Count, int.MaxValue))
            .Select(occurrence => occurrence.At)
            .Where(instant => instant > after);
    }
}
