using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Nudge.Tests;

namespace Nudge.BotService.Tests.AppPackage;

/// <summary>The Teams app package that the build of the bot wrote.</summary>
public sealed class AppPackageTests
{
    private const string BotId = "00000000-0000-0000-0000-000000000000";

    [Fact]
    public void Package_AfterTheBuild_HasExactlyItsFiles()
    {
        using var package = Open();

        Assert.Equal(["color.png", "de.json", "fr.json", "manifest.json", "outline.png"], package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Manifest_InThePackage_IsTheSourceWithTheBotId() =>
        Assert.Equal(Source().Replace("${{BOT_ID}}", BotId, StringComparison.Ordinal).TrimEnd(), Read("manifest.json").TrimEnd());

    [Fact]
    public void Manifest_InThePackage_FollowsThePublishedSchema() => Assert.Empty(TeamsSchema.Manifest.FindViolations(Read("manifest.json")));

    [Theory]
    [InlineData("/id", "\"${{BOT_ID}}\"", "\"my bot\"")]
    [InlineData("/bots/0/scopes/2", "\"groupChat\"", "\"everywhere\"")]
    [InlineData("/name/short", "\"short\": \"Nudge\"", "\"short\": \"A name of more than thirty characters\"")]
    [InlineData("", "\"accentColor\": \"#4F6BED\",", "")]
    [InlineData("/bots/0/supportsFile", "\"supportsFiles\"", "\"supportsFile\"")]
    public void Manifest_Broken_ViolatesTheSchema(string place, string right, string wrong)
    {
        var source = Source();
        Assert.Contains(right, source, StringComparison.Ordinal);

        var violations = TeamsSchema.Manifest.FindViolations(source.Replace(right, wrong, StringComparison.Ordinal).Replace("${{BOT_ID}}", BotId, StringComparison.Ordinal));

        Assert.Contains(violations, violation => violation.StartsWith($"{place}: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    public void Language_InThePackage_FollowsThePublishedSchema(string language) => Assert.Empty(TeamsSchema.Language.FindViolations(Read($"{language}.json")));

    [Fact]
    public void Languages_OfTheManifest_TranslateEachCommand()
    {
        var manifest = JsonNode.Parse(Read("manifest.json"))!;
        var languages = manifest["localizationInfo"]!["additionalLanguages"]!.AsArray();
        var commands = manifest["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray().Select((_, index) => $"bots[0].commandLists[0].commands[{index}]");
        var actions = manifest["composeExtensions"]![0]!["commands"]!.AsArray().Select((_, index) => $"composeExtensions[0].commands[{index}]");

        Assert.Equal(["de", "fr"], languages.Select(language => language!["languageTag"]!.GetValue<string>()));
        foreach (var language in languages)
        {
            var translated = JsonNode.Parse(Read(language!["file"]!.GetValue<string>()))!.AsObject().Select(text => text.Key).Where(key => key.Contains("commands[", StringComparison.Ordinal));
            Assert.Equal([.. commands.Concat(actions).SelectMany(command => new[] { $"{command}.title", $"{command}.description" })], translated);
        }
    }

    [Theory]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void Icon_InThePackage_IsASquarePngOfItsSize(string icon, int size)
    {
        using var package = Open();
        using var content = package.GetEntry(icon)!.Open();
        var header = new byte[24];
        content.ReadExactly(header);

        Assert.Equal("PNG"u8, header.AsSpan(1, 3));
        Assert.Equal((size, size), (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(20))));
    }

    private static string Source() => Repository.Read("BotService/AppPackage/manifest.json");

    private static string Read(string file)
    {
        using var package = Open();
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    private static ZipArchive Open() => ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "teams-app", $"nudge-{BotId}.zip"));
}
