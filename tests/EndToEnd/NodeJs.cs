using System.ComponentModel;
using System.Diagnostics;

namespace Nudge.EndToEnd;

/// <summary>Node.js runs the Playground. A developer may do without; CI may not.</summary>
internal static class NodeJs
{
    public static bool IsInstalled()
    {
        try
        {
            Run(".", "node", "--version");
            Run(".", Npm, "--version");
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Fetches what <c>package-lock.json</c> in <paramref name="directory"/> says, once.</summary>
    public static void InstallPackages(string directory)
    {
        if (!Directory.Exists(Path.Combine(directory, "node_modules")))
            Run(directory, Npm, "ci", "--no-audit", "--no-fund");
    }

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static void Run(string directory, string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', args)} failed: {said.Result}");
    }
}
