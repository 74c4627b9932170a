using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Client.Tests.Samples;

/// <summary>Tests samples/typescript with a real scheduler, in a copy that keeps the repository's layout.</summary>
public sealed class TypeScriptTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task TypeScript_Started_DeliversItsReminder()
    {
        Requirement.Need(!Programs.Missing("node", "npm"), "Node.js (node and npm)");
        var sample = Copy("samples/typescript");
        Copy("Protos/nudge/v1");
        await using var install = ChildProcess.Start("npm ci", ["npm", "ci", "--prefix", sample]);
        Assert.True(await install.ExitAsync() == 0, string.Join('\n', install.Lines));

        await using var program = ChildProcess.Start("npm start", ["npm", "start", "--prefix", sample], new()
        {
            ["SCHEDULER"] = scheduler.Scheduler.Authority,
            ["CALLBACK"] = new Uri(scheduler.Settings["Kestrel__Endpoints__callback__Url"]).Authority,
        });

        await program.UntilAsync(() => Task.FromResult(program.Lines.Contains("Stretch, ada")));
    }

    private string Copy(string folder)
    {
        var (from, to) = (Repository.Path(folder), Path.Combine(scheduler.Folder, folder));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return to;
    }
}
