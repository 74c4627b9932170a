using System.Text.RegularExpressions;
using Nudge.Tests;

namespace Nudge.Client.Tests.Samples;

/// <summary>The build compiles the code in the documentation: each block is part of a sample, or of the tests of the AppHost's model.</summary>
public sealed partial class CodeInDocsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("Client/README.md")]
    [InlineData("Hosting/README.md")]
    [InlineData("Teams/README.md")]
    [InlineData("docs/add-nudge-to-your-bot.md")]
    public void Document_CodeBlocks_ArePartOfASample(string document)
    {
        var blocks = Block().Matches(Repository.Read(document));

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
        {
            var files = block.Groups["language"].Value == "csharp" ? "*.cs" : "appsettings.json";
            Assert.True(
                Samples(files).Any(sample => Lines(sample).Contains(Lines(block.Groups["code"].Value), StringComparison.Ordinal)),
                $"{document}: no {files} below samples, and no test of the AppHost's model, contains this block; take it from a sample:\n{block.Value}");
        });
    }

    private static IEnumerable<string> Samples(string files) =>
        Directory.EnumerateFiles(Repository.Path("samples"), files, SearchOption.AllDirectories).Append(Repository.Path("tests/Hosting.Tests/ModelTests.cs")).Select(File.ReadAllText);

    /// <summary>Returns the lines without their indentation and without blank lines.</summary>
    private static string Lines(string code) =>
        string.Concat(code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => $"\n{line}\n"));

    [GeneratedRegex("""^```(?<language>csharp|json)\n(?<code>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
