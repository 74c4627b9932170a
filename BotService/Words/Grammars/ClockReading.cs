using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>A time of the day, as read.</summary>
/// <param name="Hour">The hour as said, up to 24.</param>
/// <param name="Minutes">The minutes after the hour, or before it.</param>
/// <param name="Seconds">The seconds.</param>
internal readonly record struct ClockReading(int Hour, int Minutes = 0, int Seconds = 0)
{
    public ClockReading Plus(int minutes) => this with { Minutes = Minutes + minutes };

    /// <summary>Returns the time.</summary>
    /// <param name="isAfternoon">Whether it is pm; null when the person has not said so.</param>
    /// <returns>The part; null when there is no such time, such as 0 pm.</returns>
    public Part? ToClock(bool? isAfternoon)
    {
        // "quarter to one" is 12:45, and "quarter to zero" is 23:45.
        var start = Minutes < 0 && Hour <= 1 ? (Hour == 1 ? 13 : 24) : Hour;
        var (hour, minute) = ((start * 60) + Minutes) is var total ? (total / 60, total % 60) : default;
        if (isAfternoon is not null && hour is < 1 or > 24)
            return null;
        if (isAfternoon == true && hour < 12)
            hour += 12;
        if (isAfternoon == false && hour == 12)
            hour = 0;
        var isExact = isAfternoon is not null || hour is 0 or > 12;
        return hour > 24 || (hour == 24 && minute > 0) ? null : new Part.Clock(new LocalTime(hour % 24, minute, Seconds), isExact);
    }
}
