using System.Diagnostics;
using System.Globalization;
using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Soaks;

/// <summary>What a process uses at one moment.</summary>
/// <param name="Megabytes">The resident memory.</param>
/// <param name="Handles">The open file descriptors, with those of connections.</param>
/// <param name="Threads">The threads.</param>
internal sealed record Usage(double Megabytes, int Handles, int Threads)
{
    public static Usage Of(Node node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        return new Usage(process.WorkingSet64 / 1024.0 / 1024, process.HandleCount, process.Threads.Count);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Megabytes:0} MB, {Handles} handles, {Threads} threads");
}
