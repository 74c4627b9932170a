using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Builds a page of List.</summary>
internal static class ListPage
{
    /// <summary>Below the 4 MB that a gRPC client accepts by default. Bytes.</summary>
    private const int MaxBytes = 3 * 1024 * 1024;

    /// <summary>Returns a page of at most <paramref name="limit"/> reminders. A large page ends earlier, after at least one reminder.</summary>
    public static ListResponse Of(IReadOnlyList<StoredReminder> found, int limit)
    {
        var page = new ListResponse();
        var bytes = 0;
        foreach (var reminder in found.Take(limit).Select(reminder => reminder.ToReminder()))
        {
            bytes += reminder.CalculateSize();
            if (bytes > MaxBytes && page.Reminders.Count > 0)
                break;
            page.Reminders.Add(reminder);
        }

        return page;
    }
}
