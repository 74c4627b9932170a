using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Client.Tests;

/// <summary>Tests the package in a new application, as docs/add-nudge-to-your-bot.md adds it.</summary>
public sealed class PackageTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task Package_InANewApplication_DeliversAReminder()
    {
        var packages = Path.Combine(scheduler.Folder, "packages");
        var application = Path.Combine(scheduler.Folder, "bot");
        await RunAsync("pack", Repository.Path("Client"), "--output", packages, $"-p:ArtifactsPath={Path.Combine(scheduler.Folder, "artifacts")}");
        await RunAsync("new", "web", "--output", application, "--no-restore");
        foreach (var file in (string[])["Program.cs", "appsettings.json"])
            File.Copy(Repository.Path($"samples/quick-start/{file}"), Path.Combine(application, file), overwrite: true);
        await RunAsync("add", application, "package", "Nudge.Client", "--no-restore", "--version", "0.1.0");
        await RunAsync("build", application, "--output", Path.Combine(application, "out"), $"-p:RestoreAdditionalProjectSources={packages}",
            // The package goes into a cache of its own, because the usual one keeps an earlier package of this version.
            $"-p:RestorePackagesPath={Path.Combine(scheduler.Folder, "cache")}", $"-p:RestoreFallbackFolders={UsualCache}");

        await using var bot = ChildProcess.Start("bot", ["dotnet", Path.Combine(application, "out", "bot.dll")], scheduler.Settings);
        await scheduler.PostAsync(bot, "/remind?userId=ada");

        await Eventually.HoldsAsync("reminder", () => Task.FromResult(bot.Lines.Contains("Hey ada! It's been a while. How are you?")));
    }

    private static string UsualCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task RunAsync(params string[] arguments)
    {
        await using var command = ChildProcess.Start($"dotnet {arguments[0]}", ["dotnet", .. arguments]);
        Assert.True(await command.ExitAsync(TimeSpan.FromMinutes(5)) == 0, string.Join('\n', command.Lines));
    }
}
