using System.Text.Json;

namespace Nudge.BotService.Words;

/// <summary>The words of a language, from a file in Languages. A new language is a new file.</summary>
internal sealed record Language
{
    /// <summary>The language of a user whose own is missing.</summary>
    public const string Fallback = "en";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    private static readonly Lazy<IReadOnlyDictionary<string, Language>> Files = new(() => typeof(Language).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Languages.", StringComparison.Ordinal)).Select(Read).ToDictionary(language => language.Code, StringComparer.OrdinalIgnoreCase));

    public static IReadOnlyCollection<Language> All => [.. Files.Value.Values];

    /// <summary>Finds the language of a locale, such as "de-AT".</summary>
    public static Language Of(string? locale) => Files.Value.GetValueOrDefault(locale?.Split('-', '_')[0] ?? Fallback) ?? Files.Value[Fallback];

    public string Code { get; private init; } = "";

    /// <summary>Gets whether "5/6" is the sixth of May.</summary>
    public required bool MonthFirst { get; init; }

    /// <summary>Gets whether a day of the month is said as a plain number: "mardi 4", "quatorze juillet".</summary>
    public required bool CardinalDays { get; init; }

    public required string[] RemindMe { get; init; }

    /// <summary>Gets the words that start a reminder of everyone in a conversation.</summary>
    public required string[] RemindUs { get; init; }

    /// <summary>Gets the words before the mention of the person to remind.</summary>
    public required string[] RemindOther { get; init; }

    public required string[] List { get; init; }

    public required string[] Edit { get; init; }

    public required string[] Snooze { get; init; }

    /// <summary>Gets what can stand between "snooze" and a duration or a day.</summary>
    public required string[] SnoozeFor { get; init; }

    public required string[] Unmute { get; init; }

    public required string[] ForgetMe { get; init; }

    public required string[] ForgetMeNow { get; init; }

    public required string[] Help { get; init; }

    public required string[] Cancel { get; init; }

    public required string[] Pause { get; init; }

    public required string[] Resume { get; init; }

    public required string[] Undo { get; init; }

    public required string[] Settings { get; init; }

    public required string[] TimeZone { get; init; }

    /// <summary>Gets the words between the time and the text, such as "to".</summary>
    public required string[] Connectors { get; init; }

    /// <summary>Gets the words of numbers. NumberWords combines them.</summary>
    public required Dictionary<int, string[]> Numbers { get; init; }

    /// <summary>Gets the forms of compound numbers: {0} is the tens, {1} the ones.</summary>
    public required string[] Compounds { get; init; }

    /// <summary>Gets the words that are numbers only before a unit: "a", "a few".</summary>
    public required Dictionary<int, string[]> Quantities { get; init; }

    public required Dictionary<Unit, string[]> Units { get; init; }

    /// <summary>Gets the names of the days, Monday first. The first of a day's names is shown.</summary>
    public required string[][] Weekdays { get; init; }

    /// <summary>Gets the words that mean every Monday, and so on.</summary>
    public required string[][] EveryWeekday { get; init; }

    /// <summary>Gets the names of the months. The first of a month's names is shown.</summary>
    public required string[][] Months { get; init; }

    /// <summary>Gets the ordinals; -1 is the last.</summary>
    public required Dictionary<int, string[]> Ordinals { get; init; }

    public required string[] OrdinalEndings { get; init; }

    public required Dictionary<DayPart, string[]> DayParts { get; init; }

    public required Dictionary<DayPart, string[]> DayPartsToday { get; init; }

    /// <summary>Gets the words for days, by their distance from today.</summary>
    public required Dictionary<int, string[]> Days { get; init; }

    public required string[] In { get; init; }

    public required string[] FromNow { get; init; }

    /// <summary>Gets what may follow a duration after "in": "in two weeks' time".</summary>
    public required string[] InEnding { get; init; }

    /// <summary>Gets the words between a duration and the day from which it counts: "2 days after".</summary>
    public required string[] After { get; init; }

    /// <summary>Gets the words between a duration and the day to which it counts: "2 days before".</summary>
    public required string[] Before { get; init; }

    /// <summary>Gets what follows a weekday of the week after: "monday week".</summary>
    public required string[] InAWeek { get; init; }

    public required string[] Half { get; init; }

    /// <summary>Gets the fractions of a unit that follow its number: "and a half".</summary>
    public required Dictionary<decimal, string[]> Fractions { get; init; }

    public required string[] OneAndAHalf { get; init; }

    /// <summary>Gets the forms of a number and a half in one word; {0} is the number.</summary>
    public required string[] AndAHalf { get; init; }

    /// <summary>Gets the names of durations, by their ISO 8601 form: "fortnight".</summary>
    public required Dictionary<string, string[]> Spans { get; init; }

    public required string[] At { get; init; }

    /// <summary>Gets what follows a full hour or a time: "o'clock", "Uhr".</summary>
    public required string[] OClock { get; init; }

    /// <summary>Gets what stands between hours and minutes besides ":": "h" in French.</summary>
    public required string[] HourMark { get; init; }

    public required string[] Am { get; init; }

    public required string[] Pm { get; init; }

    /// <summary>Gets what means am directly after a number: "9a".</summary>
    public required string[] AmMark { get; init; }

    public required string[] PmMark { get; init; }

    /// <summary>Gets the phrases before an hour, by the minutes that they add: "half past" is 30, "quarter to" is -15.</summary>
    public required Dictionary<int, string[]> BeforeHour { get; init; }

    /// <summary>Gets the phrases after an hour, by the minutes that they add.</summary>
    public required Dictionary<int, string[]> AfterHour { get; init; }

    /// <summary>Gets what stands between minutes and the hour before them: "ten past nine".</summary>
    public required string[] MinutesPast { get; init; }

    public required string[] MinutesTo { get; init; }

    /// <summary>Gets what stands between an hour and the minutes before it: "neuf heures moins dix".</summary>
    public required string[] Minus { get; init; }

    public required string[] On { get; init; }

    /// <summary>Gets the words before a day of the month that is a number alone: "le 5".</summary>
    public required string[] OnDay { get; init; }

    /// <summary>Gets what stands between a day and its month: "5th of June".</summary>
    public required string[] Between { get; init; }

    public required string[] OfTheMonth { get; init; }

    /// <summary>Gets what makes a day of the month a series: "the 5th of every month".</summary>
    public required string[] OfEveryMonth { get; init; }

    public required string[] Next { get; init; }

    public required string[] This { get; init; }

    /// <summary>Gets the words for "next" that follow their noun: "vendredi prochain".</summary>
    public required string[] NextAfter { get; init; }

    public required string[] Every { get; init; }

    public required string[] Other { get; init; }

    public required string[] Workdays { get; init; }

    public required string[] WorkdayAdverbs { get; init; }

    public required string[] Weekend { get; init; }

    public required string[] WeekendAdverbs { get; init; }

    public required string[] TheWeekend { get; init; }

    /// <summary>Gets the words of series, by the ISO 8601 form of their interval: "quarterly".</summary>
    public required Dictionary<string, string[]> Adverbs { get; init; }

    /// <summary>Gets the parts of the day that follow "every" only: "jeden Morgen".</summary>
    public required Dictionary<DayPart, string[]> EveryDayParts { get; init; }

    /// <summary>Gets the parts of the day that mean each of them: "mornings".</summary>
    public required Dictionary<DayPart, string[]> DayPartPlurals { get; init; }

    public required string[] And { get; init; }

    public required string[] To { get; init; }

    public required string[] Until { get; init; }

    /// <summary>Gets the sentences that the bot says.</summary>
    public required Sayings Says { get; init; }

    private static Language Read(string resource)
    {
        using var stream = typeof(Language).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Language>(stream, Options)! with { Code = resource.Split('.')[1] };
    }
}
