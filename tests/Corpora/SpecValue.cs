using NodaTime;
using NodaTime.Text;

namespace Nudge.Corpora;

/// <summary>A resolution of a case.</summary>
/// <param name="Timex">The time in the TIMEX3 notation.</param>
/// <param name="Value">The time in another notation, or "not resolved".</param>
/// <param name="IsPlain">Whether no modifier such as "before", and no time zone, belongs to the time.</param>
internal sealed record SpecValue(string Timex, string Value, bool IsPlain)
{
    private static readonly LocalDateTimePattern DateAndTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    /// <summary>Gets the date and time; null for values of another kind.</summary>
    public LocalDateTime? Time => LocalDatePattern.Iso.Parse(Value) is { Success: true } date ? date.Value.AtMidnight()
        : DateAndTime.Parse(Value) is { Success: true } time ? time.Value : null;

    /// <summary>Gets the time of the day; null for values of another kind.</summary>
    public LocalTime? TimeOfDay => LocalTimePattern.ExtendedIso.Parse(Value) is { Success: true } time ? time.Value : null;
}
