using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nudge.Bench.Scenarios;

namespace Nudge.Bench.Peers;

/// <summary>A peer that is a library for Node.js: a script beside this source, with the exact packages that its lock file names.</summary>
internal static class NodeScript
{
    private static readonly string Folder = Find();

    /// <param name="script">In <c>bench/Peers/node</c>.</param>
    /// <param name="connection">Where its store is.</param>
    /// <param name="count">How many reminders.</param>
    public static async Task<Outcome> RunAsync(string script, string connection, int count)
    {
        await InstallAsync();
        var line = await RunAsync("node", script, connection, count.ToString(CultureInfo.InvariantCulture), Registration.Text);
        return JsonSerializer.Deserialize<Outcome>(line, JsonSerializerOptions.Web) ?? throw new InvalidOperationException($"{script} said nothing");
    }

    private static async Task InstallAsync()
    {
        // What npm writes when it is done.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        await Console.Error.WriteLineAsync("installing the peers' packages");
        await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    }

    /// <returns>What it wrote to its standard output.</returns>
    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // It ends when its standard input does, and so with this process. What it has to say of its errors goes where this one's do.
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

        throw new InvalidOperationException("the scripts of the peers on Node.js are not where this was built");
    }
}
