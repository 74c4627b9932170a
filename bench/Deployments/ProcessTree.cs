using System.Diagnostics;
using System.Globalization;

namespace Nudge.Bench.Deployments;

/// <summary>A process and its descendants, read from Linux's /proc.</summary>
internal static class ProcessTree
{
    private const int TicksPerSecond = 100;

    /// <summary>Returns the CPU time of a process and its descendants, ended ones included. On systems other than Linux: of the process alone.</summary>
    public static TimeSpan CpuTime(int root)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetProcessById(root);
            return process.TotalProcessorTime;
        }

        var processes = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(Read).OfType<(int Id, int Parent, long Ticks)>().ToLookup(process => process.Parent);
        var ticks = 0L;
        var left = new Queue<int>([root]);
        if (Read(root.ToString(CultureInfo.InvariantCulture)) is { } self)
            ticks += self.Ticks;
        while (left.TryDequeue(out var id))
        {
            foreach (var child in processes[id])
            {
                ticks += child.Ticks;
                left.Enqueue(child.Id);
            }
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    private static (int Id, int Parent, long Ticks)? Read(string? id)
    {
        try
        {
            // The name is in parentheses and can contain any character. After it come the state, the parent and, from the twelfth field on, the times.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(id!, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(time => long.Parse(time, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // The process has ended.
            return null;
        }
    }
}
