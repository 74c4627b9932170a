using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Finds the first occurrence of a schedule that a caller states. A recurring schedule takes a turn of the calendar.</summary>
internal sealed class FirstOccurrence(Calendar calendar, CalendarTurns turns)
{
    /// <param name="schedule">A schedule that was checked.</param>
    /// <param name="now">The present time.</param>
    /// <param name="isOfStream">Whether the request came over a stream: see <see cref="CalendarTurns"/>.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="InvalidFieldsException">The schedule has no first occurrence, or is too dense.</exception>
    /// <exception cref="CalendarBusyException">Too many calls compute recurring schedules.</exception>
    public async ValueTask<Occurrence> FindAsync(Schedule schedule, DateTimeOffset now, bool isOfStream, CancellationToken cancellationToken)
    {
        var violations = new FieldViolations();
        var first = Calendar.Recurs(schedule) ? await turns.RunAsync(Find, isOfStream, cancellationToken) : Find();
        violations.ThrowIfAny();
        return first!.Value;

        Occurrence? Find() => calendar.First(schedule, now, ReminderValidator.ScheduleField, violations, cancellationToken);
    }
}
