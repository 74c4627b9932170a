using System.Globalization;
using System.Text.RegularExpressions;

namespace Nudge.BotService.Reminders;

/// <summary>Reads and writes a delay in words: "10 minutes", "an hour and a half", "1h 30m".</summary>
internal static partial class Delay
{
    /// <summary>
    /// The pattern of a delay inside a command: units from the largest to the smallest, "1 hour and 30 minutes" or "1h30m". The text after it must
    /// not continue the time ("2 days at 9"), because the person meant another time.
    /// </summary>
    public const string Pattern =
        "(?=(an?\\s|half\\s|[0-9]))(?<half>half\\s+an\\s+hour\\b)?"
        + "((?<days>(an?(?=\\s)|[0-9]{1,7}))\\s*(d|days?)(\\b|(?=[0-9])))?"
        + "(" + Separator + "(?<hours>(an?(?=\\s)|[0-9]{1,7}))\\s*(h|hrs?|hours?)(\\b|(?=[0-9])))?"
        + "(" + Separator + "(?<minutes>(an?(?=\\s)|[0-9]{1,7}))\\s*(m|mins?|minutes?)(\\b|(?=[0-9])))?"
        + "(" + Separator + "(?<seconds>(an?(?=\\s)|[0-9]{1,7}))\\s*(s|secs?|seconds?)\\b)?"
        + "(?<=[a-z])(\\s+and\\s+a\\s+(?<more>half)\\b)?"
        + "(?!\\s*,?\\s*(and\\s+)?([0-9]+\\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\\b|at\\s+[0-9]))";

    private const string Separator = "(\\s*,?\\s*(and\\s+)?)";

    /// <returns>The delay; null when the text is not a delay.</returns>
    public static TimeSpan? Parse(string text) => Whole().Match(text) is { Success: true } match ? From(match) : null;

    /// <summary>Returns the delay that a match of <see cref="Pattern"/> means.</summary>
    public static TimeSpan From(Match match)
    {
        var (days, hours, minutes, seconds) = (Count(match, "days"), Count(match, "hours"), Count(match, "minutes"), Count(match, "seconds"));
        var delay = new TimeSpan(days, 0, 0, 0) + TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(seconds);
        if (match.Groups["half"].Success)
            delay += TimeSpan.FromMinutes(30);
        // "and a half" is half of the smallest unit in the text.
        if (match.Groups["more"].Success)
            delay += (seconds > 0 ? TimeSpan.FromSeconds(1) : minutes > 0 ? TimeSpan.FromMinutes(1) : hours > 0 ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1)) / 2;
        return delay;
    }

    /// <summary>Returns a delay in words, in its largest unit or two: "2 days 3 hours", "10 minutes".</summary>
    public static string InWords(TimeSpan delay)
    {
        if (delay < TimeSpan.FromSeconds(1))
            return "a moment";

        (long Count, string Unit)[] parts = [(delay.Days, "day"), (delay.Hours, "hour"), (delay.Minutes, "minute"), (delay.Seconds, "second")];
        return string.Join(' ', parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0)
            .Select(part => $"{part.Count} {part.Unit}{(part.Count == 1 ? "" : "s")}"));
    }

    private static int Count(Match match, string unit) => match.Groups[unit] switch
    {
        { Success: false } => 0,
        { Value: var number } when char.IsAsciiDigit(number[0]) => int.Parse(number, CultureInfo.InvariantCulture),
        _ => 1,
    };

    [GeneratedRegex("^\\s*" + Pattern + "\\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Whole();
}
