namespace Nudge.Servers;

/// <summary>Programs on the path.</summary>
public static class Programs
{
    /// <summary>Returns true when one of the programs is not on the path.</summary>
    public static bool Missing(params string[] programs) => programs.Any(program => Find(program) is null);

    /// <summary>
    /// Returns the command, to be run as the user postgres when this process runs as root: PostgreSQL and PgBouncer refuse to run as root.
    /// </summary>
    public static string[] Unprivileged(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", .. command] : command;

    /// <summary>Returns the full path of a program, or null when it is not on the path.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
        .FirstOrDefault(File.Exists);
}
