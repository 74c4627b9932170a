using System.Runtime.InteropServices;

namespace Nudge.AppHost.Plain;

/// <summary>What starts a service.</summary>
internal static class DotNet
{
    /// <summary>The .NET host that runs this process, wherever it is installed and whether or not it is on the path.</summary>
    public static string Host { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>The build of <paramref name="project"/> beside this one, of the same configuration.</summary>
    /// <exception cref="CannotStartException">There is none.</exception>
    public static string AssemblyOf(string project)
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var assembly = Path.GetFullPath(Path.Combine(own, "..", "..", project, Path.GetFileName(own), project + ".dll"));
        return File.Exists(assembly) ? assembly : throw new CannotStartException($"{assembly} is missing. Build the solution first.");
    }
}
