namespace Nudge.Tests;

/// <summary>The files of the repository that a test was built in.</summary>
public static class Repository
{
    private static readonly string Root = Find();

    /// <summary>Returns the full path of a file or folder, which is given from the repository's root.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Nudge.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"There is no Nudge.slnx above {AppContext.BaseDirectory}.");
    }
}
