using System.Diagnostics;
using System.Reflection;
using Nudge.Servers;

namespace Nudge.EndToEnd;

/// <summary>The real Microsoft 365 Agents Playground, Microsoft's local Teams client, without its browser.</summary>
internal sealed class PlaygroundProcess : IDisposable
{
    private readonly Process _process;

    private PlaygroundProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static PlaygroundProcess Start(Uri botMessages)
    {
        var directory = typeof(PlaygroundProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "PlaygroundDirectory").Value!;
        NodeJs.InstallPackages(directory);

        var port = FreePort.Find();
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = directory,
            ArgumentList = { "node_modules/@microsoft/m365agentsplayground/cli.js", "start", "-e", $"{botMessages}", "-c", "msteams", "-p", $"{port}", "--disable-telemetry" },
            Environment =
            {
                ["TZ"] = "Europe/London",
                ["TEAMSAPPTESTER_BROWSER"] = "none",
                ["M365_AGENTS_PLAYGROUND_CONFIG_PATH"] = Path.Combine(directory, "playground.yml"),
                ["M365_AGENTS_PLAYGROUND_LOGFILE"] = Path.Combine(Path.GetTempPath(), $"nudge-playground-{port}.log"),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PlaygroundProcess(process, new Uri($"http://localhost:{port}"));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
