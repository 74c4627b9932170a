using System.ComponentModel;
using System.Diagnostics;

namespace Nudge.AppHost;

/// <summary>Node.js and npm on this machine.</summary>
internal static class NodeJs
{
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Returns true when node and npm are on the path.</summary>
    public static bool IsInstalled() => IsThere("node") && IsThere(Npm);

    /// <summary>
    /// Installs the Playground's package in a folder, at the version and hash of the lock file. Does nothing when that version is installed.
    /// </summary>
    /// <exception cref="DistributedApplicationException">npm failed. The message contains its errors.</exception>
    public static async Task InstallAsync(string folder, ILogger log, CancellationToken cancellationToken)
    {
        if (!PlaygroundFiles.Copy(folder))
            return;

        log.InstallingPlayground();
        using var npm = Start(Npm, ["ci", "--no-audit", "--no-fund"], folder);
        // A stop of the AppHost kills npm at once.
        await using var stopped = cancellationToken.Register(() => npm.Kill(entireProcessTree: true));
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0)
            throw new DistributedApplicationException($"npm ci failed with exit code {npm.ExitCode}: {await errors}");
        log.InstalledPlayground((await output).Trim());
    }

    private static bool IsThere(string program)
    {
        try
        {
            using var process = Start(program, ["--version"], Path.GetTempPath());
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, string[] args, string folder) =>
        Process.Start(new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
