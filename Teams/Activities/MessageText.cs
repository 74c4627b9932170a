using System.Net;
using System.Text.RegularExpressions;

namespace Nudge.Teams;

/// <summary>Extracts the typed text from a message. Teams marks mentions in it: "&lt;at&gt;Nudge&lt;/at&gt; list".</summary>
internal static partial class MessageText
{
    /// <summary>Returns the text without mentions of the bot, and with the bare names of mentioned people.</summary>
    public static string Of(ActivityJson activity)
    {
        var text = activity.Text ?? "";
        foreach (var mention in MentionsOfBot(activity))
            text = WithoutMention(text, mention, activity.Recipient?.Name);

        return At().Replace(text, NameIn).Replace("&nbsp;", " ", StringComparison.Ordinal).Trim();
    }

    /// <summary>Returns true when the message mentions the bot.</summary>
    public static bool MentionsBot(ActivityJson activity) => MentionsOfBot(activity).Any();

    /// <summary>Returns the people whom the message mentions.</summary>
    public static IReadOnlyList<Mention> MentionsOfPeople(ActivityJson activity) =>
        [.. Mentions(activity).Where(entity => entity.Mentioned!.Id != activity.Recipient?.Id).Select(entity => new Mention(entity.Mentioned!.Id!, NameOf(entity)))];

    private static IEnumerable<ActivityJson.Entity> MentionsOfBot(ActivityJson activity) => Mentions(activity).Where(entity => entity.Mentioned!.Id == activity.Recipient?.Id);

    private static IEnumerable<ActivityJson.Entity> Mentions(ActivityJson activity) =>
        (activity.Entities ?? []).OfType<ActivityJson.Entity>().Where(entity => entity is { Type: "mention", Mentioned.Id.Length: > 0 });

    /// <summary>Returns the name that a mention has in the text, where it is shortened sometimes.</summary>
    private static string NameOf(ActivityJson.Entity mention) =>
        At().Match(mention.Text ?? "") is { Success: true } marked ? NameIn(marked) : mention.Mentioned?.Name ?? "";

    /// <summary>Removes a mention of the bot. Teams omits the mention's text when the bot's name has a special character; then the name finds it.</summary>
    private static string WithoutMention(string text, ActivityJson.Entity mention, string? botName)
    {
        if (mention.Text is { Length: > 0 } marked && text.Contains(marked, StringComparison.OrdinalIgnoreCase))
            return text.Replace(marked, " ", StringComparison.OrdinalIgnoreCase);

        var name = mention.Mentioned?.Name ?? botName;
        return At().Replace(text, match => string.Equals(NameIn(match), name, StringComparison.OrdinalIgnoreCase) ? " " : match.Value);
    }

    private static string NameIn(Match match) => WebUtility.HtmlDecode(match.Groups["name"].Value);

    [GeneratedRegex("<at(\\s[^<>]*)?>(?<name>[^<>]*)</at>", RegexOptions.IgnoreCase)]
    private static partial Regex At();
}
