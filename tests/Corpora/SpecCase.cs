using NodaTime;

namespace Nudge.Corpora;

/// <summary>A case of a spec that has one result.</summary>
/// <param name="File">The file, such as "German/DateTimeModel".</param>
/// <param name="Index">The place in the file; the first is 0.</param>
/// <param name="Input">The sentence up to the end of its time.</param>
/// <param name="Text">The time in the sentence.</param>
/// <param name="Kind">The kind of time: "date", "set".</param>
/// <param name="Reference">The local time at which the sentence is said; null when the case lacks it.</param>
/// <param name="Values">The resolutions.</param>
internal sealed record SpecCase(string File, int Index, string Input, string Text, string Kind, LocalDateTime? Reference, IReadOnlyList<SpecValue> Values)
{
    /// <summary>Gets the name of the case in the deviations.</summary>
    public string Name => $"{File}:{Index}";

    /// <summary>Gets the resolutions that are not before the reference. Times of the day, durations and sets are never before it.</summary>
    public IEnumerable<SpecValue> Coming => Kind is "date" or "datetime"
        ? Values.Where(value => value.Time is { } time && (Kind == "date" ? time.Date >= Reference?.Date : time >= Reference))
        : Values;
}
