using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.BotService.Tests.Cards;

/// <summary>Runs check.cjs, which calls Microsoft's renderer, in a folder with the packages that it needs.</summary>
public sealed class CardChecker : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nudge-cards-");
    private ChildProcess? _check;

    /// <summary>Returns what is wrong with a card, as a JSON array.</summary>
    /// <param name="card">The card's JSON, in one line.</param>
    public Task<string> CheckAsync(string card)
    {
        Requirement.Need(_check is not null, "Node.js (node and npm)");
        return _check!.AskAsync(card);
    }

    public async ValueTask InitializeAsync()
    {
        if (Programs.Missing("node", "npm"))
            return;
        foreach (var file in new[] { "check.cjs", "package.json", "package-lock.json", ".npmrc" })
            File.Copy(Repository.Path($"tests/BotService.Tests/Cards/{file}"), Path.Combine(_folder.FullName, file));
        await using var install = ChildProcess.Start("npm ci", ["npm", "ci", "--prefix", _folder.FullName]);
        Assert.True(await install.ExitAsync() == 0, string.Join('\n', install.Lines));
        _check = ChildProcess.Start("check.cjs", ["node", Path.Combine(_folder.FullName, "check.cjs")]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_check is not null)
            await _check.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
