using System.Xml.Linq;
using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Client.Tests;

/// <summary>Tests the packages in new applications, as docs/add-nudge-to-your-bot.md adds them.</summary>
public sealed class PackageTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task Package_InANewApplication_DeliversAReminder()
    {
        await PackAsync("Client");

        var program = await BuildAsync("quick-start", "Nudge.Client");

        await using var bot = ChildProcess.Start("bot", ["dotnet", program], scheduler.Settings);
        await scheduler.PostAsync(bot, "/remind?userId=ada");

        await Eventually.HoldsAsync("reminder", () => Task.FromResult(bot.Lines.Contains("Hey ada! It's been a while. How are you?")));
    }

    [Fact]
    public async Task TeamsPackage_InANewBot_Builds()
    {
        await PackAsync("Client");
        await PackAsync("Teams");
        // Without the Teams SDK in the feed, the package depends on the stand-in.
        if (!Directory.EnumerateFiles(Repository.Path("artifacts"), "feed-with-teams-sdk-*").Any())
            await PackAsync("tests/TeamsSdkStandIn", "-p:IsPackable=true");

        Assert.True(File.Exists(await BuildAsync("proactive-bot", "Nudge.Teams", "Aspire.StackExchange.Redis")));
    }

    private string Packages => Path.Combine(scheduler.Folder, "packages");

    private Task PackAsync(string project, params string[] properties) =>
        Dotnet.RunAsync(["pack", Repository.Path(project), "--output", Packages, $"-p:ArtifactsPath={Path.Combine(scheduler.Folder, "artifacts")}", "-warnaserror", .. properties]);

    /// <summary>Makes a new application with the files of a sample, adds the packages, and builds it.</summary>
    /// <returns>The path of its program.</returns>
    private async Task<string> BuildAsync(string sample, params string[] packages)
    {
        var application = Path.Combine(scheduler.Folder, "applications", sample);
        await Dotnet.RunAsync("new", "web", "--output", application, "--no-restore");
        foreach (var file in (string[])["Program.cs", "appsettings.json"])
            File.Copy(Repository.Path($"samples/{sample}/{file}"), Path.Combine(application, file), overwrite: true);
        foreach (var package in packages)
            await Dotnet.RunAsync("add", application, "package", package, "--no-restore", "--version", VersionOf(package));
        await Dotnet.RunAsync(["build", application, "--output", Path.Combine(application, "out"), .. Dotnet.PackagesFrom(Packages, Path.Combine(scheduler.Folder, "cache"))]);
        return Path.Combine(application, "out", $"{sample}.dll");
    }

    private static string VersionOf(string package) => package.StartsWith("Nudge.", StringComparison.Ordinal)
        ? "0.1.0"
        : XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("AspireVersion").Single().Value;
}
