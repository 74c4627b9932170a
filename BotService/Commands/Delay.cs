using System.Globalization;
using System.Text.RegularExpressions;

namespace Nudge.BotService.Commands;

/// <summary>A time from now in words: "10 minutes", "an hour", "30s".</summary>
internal static partial class Delay
{
    /// <summary>The pattern of a delay, in the groups <c>number</c> and <c>unit</c>, for commands that contain one.</summary>
    public const string Pattern =
        "((?<number>an?)\\s+|(?<number>[0-9]{1,7})\\s*)(?<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\\b";

    /// <returns>Null for what is not a delay.</returns>
    public static TimeSpan? Parse(string text) => Whole().Match(text) is { Success: true } match ? From(match) : null;

    public static TimeSpan From(Match match)
    {
        var number = match.Groups["number"].Value;
        var count = char.IsAsciiDigit(number[0]) ? int.Parse(number, CultureInfo.InvariantCulture) : 1;
        return char.ToLowerInvariant(match.Groups["unit"].Value[0]) switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            _ => TimeSpan.FromDays(count),
        };
    }

    /// <summary>Says a delay as a person would, in its largest unit or two: "2 days 3 hours", "10 minutes".</summary>
    public static string InWords(TimeSpan delay)
    {
        if (delay < TimeSpan.FromSeconds(1))
            return "a moment";

        (long Count, string Unit)[] parts = [(delay.Days, "day"), (delay.Hours, "hour"), (delay.Minutes, "minute"), (delay.Seconds, "second")];
        return string.Join(' ', parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0)
            .Select(part => $"{part.Count} {part.Unit}{(part.Count == 1 ? "" : "s")}"));
    }

    [GeneratedRegex("^\\s*" + Pattern + "\\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Whole();
}
