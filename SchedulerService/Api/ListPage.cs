using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>A page of a listing.</summary>
internal static class ListPage
{
    /// <summary>Below the 4 MB that a client of gRPC takes by default.</summary>
    private const int MaxBytes = 3 * 1024 * 1024;

    /// <summary>Takes reminders until there are enough, or the page is large enough; at least one.</summary>
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
