using System.ComponentModel;
using System.Diagnostics;

namespace Nudge.AppHost;

/// <summary>The container runtime that Aspire uses.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Returns true when a container runtime is installed and its engine answers within 5 seconds.</summary>
    public static async Task<bool> AnswersAsync()
    {
        string[] runtimes = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var runtime in runtimes)
        {
            if (await AnswersAsync(runtime))
                return true;
        }

        return false;
    }

    private static async Task<bool> AnswersAsync(string runtime)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(runtime, "ps") { RedirectStandardOutput = true, RedirectStandardError = true } };
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // The runtime is not installed.
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return false;
        }
    }
}
