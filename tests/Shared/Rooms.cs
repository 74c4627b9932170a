using System.Text.RegularExpressions;

namespace Nudge.Tests;

/// <summary>The folders of a project, and the references between them.</summary>
public static partial class Rooms
{
    /// <summary>
    /// Returns each reference of a file to a folder that docs/architecture.md lists above the file's own, "Storage/Census.cs uses Api", and each
    /// folder that it does not list. Also returns each reference to a type beside the folders, except Telemetry.
    /// </summary>
    /// <param name="project">The folder and the last name of the namespace, SchedulerService.</param>
    public static IReadOnlyList<string> BackReferences(string project) => BackReferences(project, Repository.Read("docs/architecture.md"), Sources(project));

    /// <param name="project">The folder and the last name of the namespace.</param>
    /// <param name="document">The text with the table of folders, the highest first.</param>
    /// <param name="sources">The text of each file, by its path in the project.</param>
    public static IReadOnlyList<string> BackReferences(string project, string document, IEnumerable<(string Path, string Text)> sources)
    {
        var byPlace = sources.ToLookup(source => source.Path.Contains('/', StringComparison.Ordinal));
        // A folder's own Log hides the one beside the folders.
        var beside = TypesOf(byPlace[false]).Except(TypesOf(byPlace[true])).Except(["Telemetry"]).ToList();
        var order = Row().Matches(document).Where(row => row.Groups["project"].Value == project).Select(row => row.Groups["room"].Value).ToList();
        return
        [
            .. from source in byPlace[true]
               let room = source.Path.Split('/')[0]
               from used in order.IndexOf(room) < 0 ? ["a folder that is not listed"]
                   : Above(order, room).Where(above => Uses(source.Text, project, above)).Concat(beside.Where(type => Names(source.Text, type)))
               select $"{source.Path} uses {used}",
        ];
    }

    private static IEnumerable<string> TypesOf(IEnumerable<(string Path, string Text)> sources) =>
        sources.Select(source => System.IO.Path.GetFileNameWithoutExtension(source.Path));

    private static IEnumerable<string> Above(List<string> order, string room) => order.Take(order.IndexOf(room));

    /// <summary>By a using directive or by a qualified name.</summary>
    private static bool Uses(string text, string project, string room) =>
        Regex.IsMatch(text, $@"^using (static )?Nudge\.{project}\.{room}\b|(?<![\w.]){room}\.[A-Z]\w+", RegexOptions.Multiline);

    /// <summary>By its bare name. "Bot = " sets a property.</summary>
    private static bool Names(string text, string type) => Regex.IsMatch(text, $@"(?<![\w.]){type}\b(?! =)");

    private static IEnumerable<(string Path, string Text)> Sources(string project)
    {
        var folder = Repository.Path(project);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), Code(File.ReadAllText(file))));
    }

    /// <summary>Removes comments: they may name any folder.</summary>
    private static string Code(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"^\| `(?<project>\w+)/(?<room>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
