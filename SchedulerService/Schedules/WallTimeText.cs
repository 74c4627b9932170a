using System.Globalization;

namespace Nudge.SchedulerService.Schedules;

/// <summary>Reads the start of a recurrence rule.</summary>
internal static class WallTimeText
{
    /// <summary>
    /// ISO 8601 without an offset, to the second: RFC 5545, whose rules count from it, knows nothing finer. Gives milliseconds since
    /// 1970-01-01T00:00 on the wall clock.
    /// </summary>
    public static bool TryParse(string text, out long wall)
    {
        var valid = DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        wall = valid ? Wall.Of(time) : 0;
        return valid;
    }
}
