using System.Globalization;
using System.Text.Json;
using Nudge.Bench.Scenarios;
using Nudge.Servers;

namespace Nudge.Bench.Peers;

/// <summary>Runs a peer that is a Node.js library: a script in <c>bench/Peers/node</c>, with the exact packages of its lock file.</summary>
internal static class NodeScript
{
    private static readonly string Folder = Find();

    /// <param name="script">The file name of the script.</param>
    /// <param name="connection">The address of its store.</param>
    /// <param name="count">The number of reminders.</param>
    public static async Task<Outcome> RunAsync(string script, string connection, int count)
    {
        await InstallAsync();
        await using var node = ChildProcess.Start(
            script, ["node", Path.Combine(Folder, script), connection, count.ToString(CultureInfo.InvariantCulture), Registration.Text]);
        return JsonSerializer.Deserialize<Outcome>(await node.NextLineAsync(), JsonSerializerOptions.Web)!;
    }

    private static async Task InstallAsync()
    {
        // npm writes this file at the end of an installation.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        await Console.Error.WriteLineAsync("installing the packages of the Node.js peers");
        await using var npm = ChildProcess.Start("npm", ["npm", "ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        if (await npm.ExitAsync(Timeout.InfiniteTimeSpan) != 0)
            throw new InvalidOperationException($"npm failed: {string.Join(Environment.NewLine, npm.Lines)}");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var scripts = Path.Combine(folder.FullName, "bench", "Peers", "node");
            if (Directory.Exists(scripts))
                return scripts;
        }

        throw new InvalidOperationException("the folder bench/Peers/node was not found; run the benchmark from a build inside the repository");
    }
}
