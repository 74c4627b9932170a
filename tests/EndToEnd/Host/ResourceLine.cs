using System.Text.RegularExpressions;

namespace Nudge.EndToEnd.Host;

/// <summary>One line of a resource's console.</summary>
internal sealed partial record ResourceLine(string Resource, string Text)
{
    /// <summary>Returns a line without Aspire's timestamp and without colors.</summary>
    public static ResourceLine Of(string resource, string content) => new(resource, Decoration().Replace(content, ""));

    public override string ToString() => $"{Resource,-10} | {Text}";

    [GeneratedRegex(@"^[\d-]+T[\d:.]+Z |\e\[[\d;]*m")]
    private static partial Regex Decoration();
}
