using System.Runtime.InteropServices;

namespace Nudge.EndToEnd.Host;

/// <summary>What a terminal, or an operator, sends to one process.</summary>
internal static class Signal
{
    public static void Interrupt(int processId) => Send(processId, 2);

    public static void Terminate(int processId) => Send(processId, 15);

    public static void Kill(int processId) => Send(processId, 9);

    /// <summary>Stops it where it is. What speaks to it sees it stall, with its connections open.</summary>
    public static void Freeze(int processId) => Send(processId, 19);

    public static void Thaw(int processId) => Send(processId, 18);

    private static void Send(int processId, int signal) => Assert.Equal(0, kill(processId, signal));

#pragma warning disable IDE1006 // The name is the system's.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int kill(int processId, int signal);
#pragma warning restore IDE1006
}
