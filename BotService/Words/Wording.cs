using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Nudge.BotService.Words;

/// <summary>Says times in a language.</summary>
internal sealed class Wording(Language language)
{
    /// <summary>The most text elements of a reminder's text in an answer.</summary>
    private const int MaxShown = 100;

    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern TimeWithSeconds = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    // The templates come from the language's own file.
    private static readonly Dictionary<string, CompositeFormat> Formats = [];

    private Sayings Says => language.Says;

    /// <summary>Replaces the numbers in braces of a sentence.</summary>
    public static string Fill(string template, params object?[] values)
    {
        CompositeFormat? format;
        lock (Formats)
        {
            if (!Formats.TryGetValue(template, out format))
                Formats[template] = format = CompositeFormat.Parse(template);
        }

        return string.Format(CultureInfo.InvariantCulture, format, values);
    }

    /// <summary>Shortens a text that is shown in an answer.</summary>
    public static string Shorten(string text) =>
        new StringInfo(text) is { LengthInTextElements: > MaxShown } info ? info.SubstringByTextElements(0, MaxShown) + "…" : text;

    /// <summary>"Tuesday, December 1 2026 at 09:00 (Europe/Berlin)".</summary>
    public string At(LocalDateTime time, string zone) => Fill(Says.At, DateOf(time.Date), TimeOf(time.TimeOfDay), zone);

    /// <summary>Says an instant on the clock of a zone.</summary>
    public string At(DateTimeOffset instant, DateTimeZone zone) => At(Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime, zone.Id);

    /// <summary>"Tuesday, December 1 2026".</summary>
    public string DateOf(LocalDate date) => Fill(Says.Date, language.Weekdays[(int)date.DayOfWeek - 1][0], language.Months[date.Month - 1][0], DayOf(date.Day), date.Year);

    /// <summary>"10 minutes", "2 days 3 hours": the largest unit, or two.</summary>
    public string DurationOf(Duration duration)
    {
        if (duration < Duration.FromSeconds(1))
            return Says.Moment;

        (int Count, Unit Unit)[] parts = [(duration.Days, Unit.Day), (duration.Hours, Unit.Hour), (duration.Minutes, Unit.Minute), (duration.Seconds, Unit.Second)];
        return string.Join(' ', parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0).Select(part => $"{part.Count} {language.Units[part.Unit][part.Count == 1 ? 1 : 0]}"));
    }

    /// <summary>"every 2 weeks on Monday and Thursday at 09:00 until Monday, May 31 2027".</summary>
    public string RuleOf(Plan.Series series)
    {
        var (repetition, start, until) = series;
        var rule = repetition switch
        {
            { Unit: Unit.Week, Interval: 1, Weekdays: [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday] } => Says.EveryWorkday,
            { Unit: Unit.Week, Interval: 1, Weekdays.Count: > 0 } => Fill(Says.EveryWeekday, Names(repetition.Weekdays)),
            { Nth: { } nth } => Fill(Says.NthWeekday[nth], Names(repetition.Weekdays)),
            { Month: { } month, MonthDay: { } day } => Fill(Says.WithRule, EveryOf(repetition), Fill(Says.YearDay, DayOf(day), language.Months[month - 1][0])),
            { MonthDay: -1 } => Says.LastDay,
            { MonthDay: { } day } => Fill(Says.MonthDay, DayOf(day)),
            { Weekdays.Count: > 0 } => Fill(Says.OnWeekdays, EveryOf(repetition), Names(repetition.Weekdays)),
            _ => EveryOf(repetition),
        };
        if (repetition.Unit >= Unit.Day)
            rule = Fill(Says.AtTime, rule, TimeOf(start.TimeOfDay));
        return until is { } end ? Fill(Says.Until, rule, DateOf(end.Date)) : rule;
    }

    public static string Join(IReadOnlyList<string> items, string last) => items switch
    {
        [] => "",
        [var only] => only,
        _ => string.Join(", ", items.SkipLast(1)) + last + items[^1],
    };

    private object DayOf(int day) => day == 1 ? Says.FirstDay : day;

    private string EveryOf(Repetition repetition) => repetition.Interval == 1 ? Says.EveryUnit[repetition.Unit] : Fill(Says.EveryUnits[repetition.Unit], repetition.Interval);

    private string Names(IReadOnlyList<IsoDayOfWeek> days) => Join([.. days.Select(day => language.Weekdays[(int)day - 1][0])], Says.And);

    public static string TimeOf(LocalTime time) => (time.Second == 0 ? Time : TimeWithSeconds).Format(time);
}
