using System.Runtime.InteropServices;

namespace Nudge.Servers;

/// <summary>Sends signals to a process, as a terminal or an operator does.</summary>
public static class Signal
{
    public static void Interrupt(int processId) => Send(processId, 2);

    public static void Terminate(int processId) => Send(processId, 15);

    public static void Kill(int processId) => Send(processId, 9);

    /// <summary>Suspends a process. Its connections stay open, but it answers no more.</summary>
    public static void Freeze(int processId) => Send(processId, 19);

    public static void Thaw(int processId) => Send(processId, 18);

    private static void Send(int processId, int signal)
    {
        if (kill(processId, signal) != 0)
            throw new InvalidOperationException($"signal {signal} did not reach process {processId}");
    }

#pragma warning disable IDE1006 // The system defines the name.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int kill(int processId, int signal);
#pragma warning restore IDE1006
}
