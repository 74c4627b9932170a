using System.Globalization;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Parses recurrence rules strictly. If a part that is unknown, repeated or not applicable were ignored, the reminder would be due at unintended
/// times.
/// </summary>
internal static class RuleText
{
    private static readonly string[] DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    /// <summary>Parses a recurrence rule.</summary>
    /// <exception cref="FormatException">The text is not a recurrence rule. The message says why.</exception>
    public static Rule Parse(string text)
    {
        var parts = Split(text);
        if (!parts.TryGetValue("FREQ", out var frequency))
            throw new FormatException("has no FREQ");

        var rule = new Rule { Frequency = ParseFrequency(frequency) };
        foreach (var (name, value) in parts)
            rule = With(rule, name, value);
        RuleLimits.Check(rule);
        return rule;
    }

    private static Dictionary<string, string> Split(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in ValueOf(text.Trim().ToUpperInvariant()).Split(';'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
                throw new FormatException(part.Length == 0 ? "has an empty part" : $"'{part}' is not a part of the form NAME=VALUE");
            if (!parts.TryAdd(part[..equals], part[(equals + 1)..]))
                throw new FormatException($"has {part[..equals]} twice");
        }

        return parts;
    }

    /// <summary>Returns the value of a property that was copied from a calendar, such as "RRULE:FREQ=DAILY;".</summary>
    private static string ValueOf(string text)
    {
        const string Property = "RRULE:";

        if (text.StartsWith("DTSTART", StringComparison.Ordinal) || text.Contains("\nDTSTART", StringComparison.Ordinal))
            throw new FormatException("has a DTSTART. Put its time into start, and its zone into time_zone");

        var value = text.StartsWith(Property, StringComparison.Ordinal) ? text[Property.Length..] : text;
        return value.EndsWith(';') ? value[..^1] : value;
    }

    private static Rule With(Rule rule, string name, string value) => name switch
    {
        "FREQ" => rule,
        "INTERVAL" => rule with { Interval = Number(name, value, 1, int.MaxValue) },
        "COUNT" => rule with { Count = Number(name, value, 1, int.MaxValue) },
        "UNTIL" => rule with { Until = ParseUntil(value) },
        "WKST" => rule with { WeekStart = ParseDayName(name, value) },
        "BYSECOND" => rule with { Seconds = Numbers(name, value, 0, 59) },
        "BYMINUTE" => rule with { Minutes = Numbers(name, value, 0, 59) },
        "BYHOUR" => rule with { Hours = Numbers(name, value, 0, 23) },
        "BYDAY" => rule with { Days = [.. value.Split(',').Select(ParseDay).Distinct()] },
        "BYMONTHDAY" => rule with { MonthDays = FromEitherEnd(name, value, 31) },
        "BYYEARDAY" => rule with { YearDays = FromEitherEnd(name, value, 366) },
        "BYWEEKNO" => rule with { WeekNumbers = FromEitherEnd(name, value, 53) },
        "BYMONTH" => rule with { Months = Numbers(name, value, 1, 12) },
        "BYSETPOS" => rule with { Positions = FromEitherEnd(name, value, 366) },
        _ => throw new FormatException($"has the unknown part {name}"),
    };

    private static Frequency ParseFrequency(string value) => value switch
    {
        "SECONDLY" => Frequency.Secondly,
        "MINUTELY" => Frequency.Minutely,
        "HOURLY" => Frequency.Hourly,
        "DAILY" => Frequency.Daily,
        "WEEKLY" => Frequency.Weekly,
        "MONTHLY" => Frequency.Monthly,
        "YEARLY" => Frequency.Yearly,
        _ => throw new FormatException($"has the unknown FREQ '{value}'"),
    };

    private static RuleUntil ParseUntil(string value)
    {
        var isUtc = value.EndsWith('Z');
        return DateTime.TryParseExact(
                isUtc ? value[..^1] : value, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new RuleUntil(Wall.Of(time), isUtc)
            : throw new FormatException($"UNTIL '{value}' is not a date and time; write 20270131T090000, or 20270131T080000Z in UTC");
    }

    private static RuleDay ParseDay(string value)
    {
        var ordinal = value.Length > 2 ? Number("BYDAY", value[..^2], -53, 53) : 0;
        if (value.Length > 2 && ordinal == 0)
            throw new FormatException($"BYDAY has the ordinal 0 in '{value}'");
        return new RuleDay(ordinal, ParseDayName("BYDAY", value[Math.Max(0, value.Length - 2)..]));
    }

    private static DayOfWeek ParseDayName(string name, string value)
    {
        var day = Array.IndexOf(DayNames, value);
        return day < 0 ? throw new FormatException($"{name} has the unknown day '{value}'") : (DayOfWeek)day;
    }

    private static int[] FromEitherEnd(string name, string value, int limit)
    {
        var numbers = Numbers(name, value, -limit, limit);
        return numbers.Contains(0) ? throw new FormatException($"{name} has 0; values count from 1, or backwards from -1") : numbers;
    }

    private static int[] Numbers(string name, string value, int min, int max) =>
        [.. value.Split(',').Select(item => Number(name, item, min, max)).Distinct().Order()];

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{name} has '{value}', which is not a number from {min} to {max}");
}
