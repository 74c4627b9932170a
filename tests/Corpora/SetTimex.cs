using NodaTime;
using Nudge.BotService.Words;

namespace Nudge.Corpora;

/// <summary>Says a series in the TIMEX3 notation of the corpus.</summary>
internal static class SetTimex
{
    private static readonly (string Timex, DayPart Part)[] DayParts = [("TMO", DayPart.Morning), ("TAF", DayPart.Afternoon), ("TEV", DayPart.Evening), ("TNI", DayPart.Night)];

    /// <summary>Removes the interval that the tasks mode appends: "XXXX-WXX-7P1W".</summary>
    public static string Rule(string timex) => timex.LastIndexOf('P') is var at and > 0 ? timex[..at] : timex;

    /// <summary>Returns the notations of a series. A series without a time of the day starts in the person's morning, so it has one with the time and one without.</summary>
    public static IEnumerable<string> Of(Plan.Series series)
    {
        var days = series.Repetition switch
        {
            // The notation of a weekday names no interval: "every other friday" has the one of "every friday".
            { Weekdays: [var day], Unit: Unit.Week } => [$"XXXX-WXX-{(int)day}"],
            { Weekdays: [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday] } weekend => [$"P{weekend.Interval}WE"],
            { Weekdays.Count: 5 } => ["P1WD"],
            { MonthDay: > 0 and var day } => [$"XXXX-XX-{day:00}"],
            { Unit: Unit.Month, Interval: 6 } => ["P6M", "P0.5Y"],
            { Unit: Unit.Day, Interval: 1 } => ["P1D", ""],
            var other => (string[])[$"P{(other.Unit < Unit.Day ? "T" : "")}{other.Interval}{other.Unit.ToString()[0]}"],
        };
        return days.SelectMany(day => TimesOf(series.Start.TimeOfDay).Select(time => day + time));
    }

    private static IEnumerable<string> TimesOf(LocalTime time) =>
        ["", time.Minute == 0 ? $"T{time.Hour:00}" : $"T{time.Hour:00}:{time.Minute:00}", .. DayParts.Where(pair => DayTimes.Default.Of(pair.Part) == time).Select(pair => pair.Timex)];
}
