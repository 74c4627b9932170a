using System.Text.RegularExpressions;

namespace Nudge.Corpora;

/// <summary>
/// Picks the cases that concern a reminder. They have one result: a date, time, date and time, duration or set, at or after the time of reference. These are
/// left out, because no reminder is due at them:
/// <list type="bullet">
/// <item>a case that the corpus skips on .NET, or that lacks the time of reference;</item>
/// <item>a modifier such as "before" or "about", and a time zone;</item>
/// <item>a date that does not exist, the present moment, and the last second of a day;</item>
/// <item>a holiday;</item>
/// <item>a whole unit, such as "all day". It is no delay.</item>
/// </list>
/// </summary>
internal static partial class Filter
{
    private static readonly string[] Kinds = ["date", "time", "datetime", "duration", "set"];

    /// <summary>Returns whether a case is one date, time, duration or set in the future that has a single resolution.</summary>
    public static bool IsSingle(SpecCase spec) => Kinds.Contains(spec.Kind) && spec.Coming.Any() && spec.Values.Distinct().Count() == 1;

    public static bool IsPicked(SpecCase spec) => Kinds.Contains(spec.Kind) && spec.Reference is not null && spec.Coming.Any() && spec.Values.All(IsMoment)
        && !Holiday().IsMatch(spec.Text) && !WholeUnit().IsMatch(spec.Text);

    private static bool IsMoment(SpecValue value) => value.IsPlain && !value.Timex.EndsWith("_REF", StringComparison.Ordinal) && !value.Timex.EndsWith("T23:59:59", StringComparison.Ordinal);

    [GeneratedRegex("christmas|easter|new year|patrick|independence|workers' day|eid|palmsonntag|kar|fastnacht|heilige|barbara|kindertag|friedensfest|johannis|peter und|allerheil|erntedank|pfingsten|herbstanfang|ewigkeit", RegexOptions.IgnoreCase)]
    private static partial Regex Holiday();

    [GeneratedRegex("^(all|the|another|ganzen|toute le|la) [a-zé]+$", RegexOptions.IgnoreCase)]
    private static partial Regex WholeUnit();
}
