using System.Globalization;
using System.Text.RegularExpressions;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Checks the syntax of a cron expression before Quartz parses it. Only the syntax that Quartz documents passes, so a newer version of Quartz
/// cannot give other text a meaning. The error names the wrong field.
/// </summary>
internal static partial class CronSyntax
{
    private static readonly string[] Names = ["seconds", "minutes", "hours", "day of month", "month", "day of week", "year"];
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private const int DayOfMonth = 3;
    private const int Month = 4;
    private const int DayOfWeek = 5;

    /// <summary>Returns the fields in upper case, with the names of months and days as numbers.</summary>
    /// <exception cref="FormatException">The text is not a cron expression. The message says why.</exception>
    public static string[] Fields(string expression)
    {
        var fields = expression.ToUpperInvariant().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (6 or 7))
            throw new FormatException($"needs 6 or 7 fields ({string.Join(", ", Names)}), has {fields.Length}");

        for (var index = 0; index < fields.Length; index++)
            fields[index] = string.Join(',', fields[index].Split(',').Select(item => Item(item, index, fields[index])));
        return fields;
    }

    private static string Item(string item, int index, string field)
    {
        var special = index switch
        {
            DayOfMonth => DayOfMonthItem().IsMatch(item),
            DayOfWeek => DayOfWeekItem().IsMatch(item),
            _ => false,
        };
        if (!special && !CommonItem().IsMatch(item) && !(item == "?" && item == field && index is (DayOfMonth or DayOfWeek)))
            throw Invalid(item, index);
        if (ZeroStep().IsMatch(item))
            throw new FormatException($"the step of '{item}' is zero");

        return Name().Replace(item, name => Number(name.Value, index) ?? throw Invalid(item, index));
    }

    private static FormatException Invalid(string item, int index) => new($"'{item}' is not valid in the field {Names[index]}");

    private static string? Number(string name, int index)
    {
        var position = Array.IndexOf(index switch { Month => Months, DayOfWeek => Days, _ => [] }, name);
        return position < 0 ? null : (position + 1).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(\*|\*?/\d{1,2}|(\d{1,4}|[A-Z]{3})(-(\d{1,4}|[A-Z]{3}))?(/\d{1,4})?)$")]
    private static partial Regex CommonItem();

    [GeneratedRegex(@"^(L(-\d{1,2})?(W(-\d{1,2})?)?|\d{1,2}W)$")]
    private static partial Regex DayOfMonthItem();

    [GeneratedRegex(@"^(L|(\d|[A-Z]{3})(L|#\d))$")]
    private static partial Regex DayOfWeekItem();

    [GeneratedRegex("/0+$")]
    private static partial Regex ZeroStep();

    [GeneratedRegex("[A-Z]{3}")]
    private static partial Regex Name();
}
