using System.Globalization;

namespace Nudge.SchedulerService.Schedules;

/// <summary>Parses the start of a recurrence rule.</summary>
internal static class WallTimeText
{
    /// <summary>
    /// Parses ISO 8601 without an offset, to the second. The rules of RFC 5545 count from this time, and RFC 5545 knows nothing finer.
    /// </summary>
    /// <param name="text">The text, such as "2027-01-31T09:00:00".</param>
    /// <param name="wall">The time, in milliseconds since 1970-01-01T00:00 on the wall clock; 0 if the text is not valid.</param>
    public static bool TryParse(string text, out long wall)
    {
        var valid = DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        wall = valid ? Wall.Of(time) : 0;
        return valid;
    }
}
