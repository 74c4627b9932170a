using System.Globalization;

namespace Nudge.Bench.Deployments;

/// <summary>The bot's Redis as in a local run. An acknowledged write is on disk.</summary>
internal static class LocalRedis
{
    public static IDisposable Start(int port, string folder)
    {
        var process = ServiceProcess.Launch("LocalRedis", [], readsOutput: true, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder);
        var line = process.StandardOutput.ReadLine();
        return line?.StartsWith("LocalRedis listens", StringComparison.Ordinal) == true
            ? new ServiceProcess(process)
            : throw new InvalidOperationException($"LocalRedis did not start: {line}");
    }
}
