using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// How a recurring reminder goes on: with the occurrence after the scheduled time of the last, never after its delivery; and what was
/// missed meanwhile follows the catch-up policy.
/// </summary>
internal sealed class Series(Calendar calendar, IOptions<ScheduleOptions> options)
{
    /// <summary>An occurrence this late that nobody has tried to deliver was missed. Milliseconds.</summary>
    public const long MissedAfter = 60_000;

    /// <summary>The occurrence to go on with once this one is over; null when the series is over, or the reminder is no series.</summary>
    /// <exception cref="ScheduleFaultException">The schedule can no longer be evaluated.</exception>
    public NextOccurrence? After(DueReminder reminder, long now)
    {
        var content = reminder.Content;
        return Calendar.Recurs(content.Schedule)
            ? Choose(Following(content.Schedule, reminder.DueAt, reminder.Key.Occurrence), content.CatchUpPolicy, now)
            : null;
    }

    /// <summary>
    /// Whether this occurrence is to be passed over: it was missed, nobody has tried to deliver it, and the policy prefers another, or
    /// none (<paramref name="instead"/> is null: the series is over).
    /// </summary>
    /// <exception cref="ScheduleFaultException">The schedule can no longer be evaluated.</exception>
    public bool IsPassedOver(DueReminder reminder, long now, out NextOccurrence? instead)
    {
        instead = null;
        var content = reminder.Content;
        var isOnTime = now - reminder.DueAt < Math.Min(MissedAfter, (long)options.Value.MinInterval.TotalMilliseconds);
        if (isOnTime || reminder.WasTried || !Calendar.Recurs(content.Schedule))
            return false;

        var present = new NextOccurrence(reminder.DueAt, Wall: null, reminder.Key.Occurrence);
        instead = Choose(
            Following(content.Schedule, reminder.DueAt, reminder.Key.Occurrence).Prepend(present), content.CatchUpPolicy, now);
        return instead != present;
    }

    private IEnumerable<NextOccurrence> Following(Schedule schedule, long dueAt, long occurrence)
    {
        foreach (var next in calendar.After(schedule, dueAt, Search.ForDelivery()))
        {
            occurrence++;
            if (schedule.Count > 0 && occurrence > schedule.Count)
                yield break;
            yield return new NextOccurrence(next.At, next.Wall, occurrence);
        }
    }

    /// <summary>The one to deliver next, out of occurrences in order of which the first ones may have been missed.</summary>
    private NextOccurrence? Choose(IEnumerable<NextOccurrence> occurrences, CatchUpPolicy policy, long now)
    {
        if (policy == CatchUpPolicy.None)
            return occurrences.FirstOrDefault(occurrence => occurrence.DueAt > now - MissedAfter);

        // The latest of those that have come due, as many as are caught up on; where none has, the next.
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
