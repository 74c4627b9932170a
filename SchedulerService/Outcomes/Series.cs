using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>
/// Determines how a series continues. The next occurrence follows the scheduled time of the last one, never its delivery. The catch-up policy
/// decides which missed occurrences are delivered.
/// </summary>
internal sealed class Series(Calendar calendar, IOptions<ScheduleOptions> options)
{
    /// <summary>An occurrence is missed when it has been due for this long without a delivery.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Returns the occurrence with which the series continues after this one. Returns null when the series has ended, or the reminder is not a
    /// series.
    /// </summary>
    /// <exception cref="ScheduleFaultException">The schedule can no longer be evaluated.</exception>
    public NextOccurrence? After(DueReminder reminder, Instant now)
    {
        var content = reminder.Content;
        return Calendar.Recurs(content.Schedule)
            ? Choose(Following(content.Schedule, reminder.DueAt, reminder.Key.Occurrence), content.CatchUpPolicy, now)
            : null;
    }

    /// <summary>
    /// Returns whether this occurrence is skipped. That is so if it is late, was never tried, and the catch-up policy prefers another occurrence or
    /// none. Late means <see cref="MissedAfter"/>, or the minimum interval of schedules if that is shorter.
    /// </summary>
    /// <param name="reminder">The reminder with the present occurrence.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="instead">For a skipped occurrence: the one to deliver instead, or null when the series has ended.</param>
    /// <exception cref="ScheduleFaultException">The schedule can no longer be evaluated.</exception>
    public bool IsSkipped(DueReminder reminder, Instant now, out NextOccurrence? instead)
    {
        instead = null;
        var content = reminder.Content;
        var isOnTime = now < Instant.Min(reminder.DueAt + MissedAfter, reminder.DueAt + options.Value.MinInterval);
        if (isOnTime || reminder.WasTried || !Calendar.Recurs(content.Schedule))
            return false;

        var present = new NextOccurrence(reminder.DueAt, Wall: null, reminder.Key.Occurrence);
        instead = Choose(
            Following(content.Schedule, reminder.DueAt, reminder.Key.Occurrence).Prepend(present), content.CatchUpPolicy, now);
        return instead != present;
    }

    private IEnumerable<NextOccurrence> Following(Schedule schedule, Instant dueAt, long occurrence)
    {
        foreach (var next in calendar.After(schedule, dueAt, Search.ForDelivery()))
        {
            occurrence++;
            if (schedule.Count > 0 && occurrence > schedule.Count)
                yield break;
            yield return new NextOccurrence(next.At, next.Wall, occurrence);
        }
    }

    /// <summary>Returns the occurrence to deliver next. The given ones are in order, and the first of them may be missed.</summary>
    private NextOccurrence? Choose(IEnumerable<NextOccurrence> occurrences, CatchUpPolicy policy, Instant now)
    {
        if (policy == CatchUpPolicy.None)
            return occurrences.FirstOrDefault(occurrence => occurrence.DueAt > now - MissedAfter);

        // Keeps the latest due occurrences, as many as the policy delivers. If none is due, keeps the next one.
        var bound = policy == CatchUpPolicy.All ? options.Value.MaxCatchUp : 1;
        var latest = new Queue<NextOccurrence>();
        foreach (var occurrence in occurrences)
        {
            if (occurrence.DueAt > now && latest.Count > 0)
                break;
            if (latest.Count == bound)
                latest.Dequeue();
            latest.Enqueue(occurrence);
            if (occurrence.DueAt > now)
                break;
        }

        return latest.TryPeek(out var first) ? first : null;
    }
}
