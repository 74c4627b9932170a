using System.Globalization;
using System.Text.RegularExpressions;
using Nudge.BotService.Reminders;

namespace Nudge.BotService.Commands;

/// <summary>Parses the text that a person typed.</summary>
internal static partial class CommandParser
{
    public static Command Parse(string text)
    {
        if (RemindMe().Match(text) is { Success: true } remind)
            return new Command.RemindMe(Delay.From(remind), remind.Groups["text"].Value);

        if (List().IsMatch(text))
            return new Command.List();

        if (Cancel().Match(text) is { Success: true } cancel)
            return new Command.Cancel(int.Parse(cancel.Groups["number"].Value, CultureInfo.InvariantCulture));

        return new Command.Help();
    }

    [GeneratedRegex(@"^\s*remind\s+me\s+in\s+" + Delay.Pattern + @"(?>(\s+to\b)?)\s+(?<text>\S.*?)\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex RemindMe();

    [GeneratedRegex(@"^\s*list\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex List();

    [GeneratedRegex(@"^\s*cancel\s+(?<number>[0-9]{1,4})\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Cancel();
}
