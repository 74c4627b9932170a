using Nudge.Servers;
using Xunit;

namespace Nudge.Tests;

/// <summary>The command line of the .NET SDK.</summary>
public static class Dotnet
{
    /// <summary>Runs a command. Fails with its output when it does not succeed.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        await using var command = ChildProcess.Start($"dotnet {arguments[0]}", ["dotnet", .. arguments]);
        Assert.True(await command.ExitAsync(TimeSpan.FromMinutes(5)) == 0, string.Join('\n', command.Lines));
    }

    /// <summary>
    /// Returns the properties of a restore that takes packages from a folder, too. They go into a cache of their own, because the usual one keeps earlier
    /// packages of the same version.
    /// </summary>
    /// <param name="packages">The folder with the packages.</param>
    /// <param name="cache">The folder of the cache.</param>
    public static string[] PackagesFrom(string packages, string cache) =>
        [$"-p:RestoreAdditionalProjectSources={packages}", $"-p:RestorePackagesPath={cache}", $"-p:RestoreFallbackFolders={UsualCache}"];

    private static string UsualCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
