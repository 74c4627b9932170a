using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>A part of a time, as a person says it: "tomorrow", "at 9".</summary>
internal abstract record Part
{
    private Part()
    {
    }

    private bool IsTimeOfDay => this is Clock or PartOfDay;

    /// <summary>Changes a time by some parts: "at 10" keeps the days, and "every tuesday" keeps the time of day.</summary>
    public static IReadOnlyList<Part> Merge(IReadOnlyList<Part> time, IReadOnlyList<Part> change) => change switch
    {
        _ when change.Any(part => part is After) => change,
        _ when change.All(part => part.IsTimeOfDay) => [.. time.Where(part => !part.IsTimeOfDay), .. change],
        _ when change.All(part => part is Until) => [.. time.Where(part => part is not Until), .. change],
        _ when change.Any(part => part.IsTimeOfDay) => change,
        _ => [.. time.Where(part => part.IsTimeOfDay), .. change],
    };

    /// <summary>"in 10 minutes", "in 2 days".</summary>
    internal sealed record After(Period Period) : Part;

    /// <summary>"at 9", "9:30 pm", "noon".</summary>
    /// <param name="Time">The time as said. For "at 9" it is 9:00.</param>
    /// <param name="IsExact">False when the other half of the day can be meant.</param>
    internal sealed record Clock(LocalTime Time, bool IsExact) : Part;

    /// <summary>"in the morning", "tonight".</summary>
    internal sealed record PartOfDay(DayPart DayPart, bool IsToday) : Part;

    /// <summary>"today", "tomorrow".</summary>
    internal sealed record DaysAhead(int Days) : Part;

    /// <summary>"friday", "next friday".</summary>
    internal sealed record Weekday(IsoDayOfWeek Day, bool IsNext) : Part;

    /// <summary>"next week".</summary>
    internal sealed record NextUnit(Unit Unit) : Part;

    /// <summary>"5 June", "the 5th", "monday the 5th".</summary>
    internal sealed record Date(int Day, int? Month, int? Year, IsoDayOfWeek? DayOfWeek = null) : Part;

    /// <summary>"two weeks from tomorrow", "a day before June 5".</summary>
    /// <param name="Period">The period after the day; negative when it is before it.</param>
    /// <param name="Day">The day.</param>
    internal sealed record Shifted(Period Period, Part Day) : Part;

    /// <summary>"every 2 weeks on monday".</summary>
    internal sealed record Every(Repetition Repetition) : Part;

    /// <summary>"until june".</summary>
    internal sealed record Until(Part Day) : Part;
}
