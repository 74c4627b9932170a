using System.Text.Json;
using System.Xml.Linq;
using Nudge.Tests;

namespace Nudge.Client.Tests;

/// <summary>Tests that every package of what is shipped has a licence of eng/licences.txt.</summary>
public sealed class LicenceTests
{
    private static readonly string[] Shipped = ["SchedulerService", "BotService", "Client", "Teams", "Hosting", "AppHost", "LocalRedis"];

    private static readonly string[][] Known =
        [.. Repository.Read("eng/licences.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '))];

    [Fact]
    public void Packages_OfWhatIsShipped_HaveAKnownLicence()
    {
        var packages = Shipped.SelectMany(PackagesOf).Distinct().ToList();
        Assert.True(packages.Count > 100, $"only {packages.Count} packages were found");

        var unknown = packages.Where(path => LicenceOf(path) is var (name, licence) && !IsKnown(name, licence)).Select(path => $"{path}: {LicenceOf(path).Licence}");

        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("Any", "GPL-3.0-only", false)]
    [InlineData("Any", null, false)]
    [InlineData("Fractions", null, true)]
    [InlineData("Any", "MIT", true)]
    public void Licence_IsKnown_IfItOrItsPackageIsListed(string name, string? licence, bool isKnown) => Assert.Equal(isKnown, IsKnown(name, licence));

    private static bool IsKnown(string name, string? licence) => Known.Any(line => line.Length == 1 ? line[0] == licence : line[0] == name);

    /// <summary>Returns the folders of the packages that a project was restored with.</summary>
    private static IEnumerable<string> PackagesOf(string project)
    {
        using var assets = JsonDocument.Parse(Repository.Read($"artifacts/obj/{project}/project.assets.json"));
        var folder = assets.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => Path.Combine(folder, library.Value.GetProperty("path").GetString()!)),
        ];
    }

    /// <summary>Reads the name and the licence expression of a package; null when it names a file or an address instead.</summary>
    private static (string Name, string? Licence) LicenceOf(string package)
    {
        var metadata = XDocument.Load(Directory.EnumerateFiles(package, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        var licence = metadata.Elements().SingleOrDefault(element => element.Name.LocalName == "license");
        return (metadata.Elements().Single(element => element.Name.LocalName == "id").Value, licence?.Attribute("type")?.Value == "expression" ? licence.Value : null);
    }
}
