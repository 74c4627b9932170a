using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nudge.Bench.Scenarios;

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
        var line = await RunAsync("node", script, connection, count.ToString(CultureInfo.InvariantCulture), Registration.Text);
        return JsonSerializer.Deserialize<Outcome>(line, JsonSerializerOptions.Web) ?? throw new InvalidOperationException($"{script} printed no outcome");
    }

    private static async Task InstallAsync()
    {
        // npm writes this file at the end of an installation.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        await Console.Error.WriteLineAsync("installing the packages of the Node.js peers");
        await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    }

    /// <returns>The standard output of the program.</returns>
    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // A script ends when its standard input is closed, so also with this process. Its errors go to the standard error of this process.
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} failed");
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
