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

    public required string[] Help { get; init; }

    public required string[] Cancel { get; init; }

    public required string[] Pause { get; init; }

    public required string[] Resume { get; init; }

    public required string[] Undo { get; init; }

    public required string[] Settings { get; init; }

    public required string[] TimeZone { get; init; }

    /// <summary>Gets the words between the time and the text, such as "to".</summary>
    public required string[] Connectors { get; init; }

    public required Dictionary<int, string[]> Numbers { get; init; }

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

    public required string[] Half { get; init; }

    public required string[] AndAHalf { get; init; }

    public required string[] OneAndAHalf { get; init; }

    public required string[] At { get; init; }

    /// <summary>Gets what follows a full hour or a time: "o'clock", "Uhr".</summary>
    public required string[] OClock { get; init; }

    /// <summary>Gets what stands between hours and minutes besides ":": "h" in French.</summary>
    public required string[] HourMark { get; init; }

    public required string[] Am { get; init; }

    public required string[] Pm { get; init; }

    public required string[] HalfPast { get; init; }

    /// <summary>Gets the word of half an hour before: "halb zehn" is 9:30.</summary>
    public required string[] HalfTo { get; init; }

    public required string[] QuarterPast { get; init; }

    public required string[] QuarterTo { get; init; }

    public required string[] On { get; init; }

    /// <summary>Gets what stands between a day and its month: "5th of June".</summary>
    public required string[] Between { get; init; }

    public required string[] OfTheMonth { get; init; }

    public required string[] Next { get; init; }

    public required string[] This { get; init; }

    /// <summary>Gets the words for "next" that follow their noun: "vendredi prochain".</summary>
    public required string[] NextAfter { get; init; }

    public required string[] Every { get; init; }

    public required string[] Other { get; init; }

    public required string[] Workdays { get; init; }

    public required string[] WorkdayAdverbs { get; init; }

    public required string[] Weekend { get; init; }

    public required string[] TheWeekend { get; init; }

    public required Dictionary<Unit, string[]> Adverbs { get; init; }


    /// <summary>Gets the parts of the day that follow "every" only: "jeden Morgen".</summary>
    public required Dictionary<DayPart, string[]> EveryDayParts { get; init; }

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
