namespace Nudge.AppHost;

/// <summary>The files that the Playground needs in its folder.</summary>
internal static class PlaygroundFiles
{
    public const string Configuration = "playground.yml";

    private const string Lock = "package-lock.json";

    /// <summary>Gets the path of the Playground's program, relative to its folder.</summary>
    public static string Program { get; } = Path.Combine("node_modules", "@microsoft", "m365agentsplayground", "cli.js");

    /// <summary>Copies the files into a folder.</summary>
    /// <returns>True when the package must be installed there: the first time, and after a change of its version.</returns>
    public static bool Copy(string folder)
    {
        var source = Path.Combine(Path.GetDirectoryName(typeof(PlaygroundFiles).Assembly.Location)!, "Playground");
        var installed = Path.Combine(folder, "node_modules", Lock);
        var isInstalled = File.Exists(Path.Combine(folder, Program)) && File.Exists(installed)
            && File.ReadAllText(installed) == File.ReadAllText(Path.Combine(source, Lock));
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        return !isInstalled;
    }
}
