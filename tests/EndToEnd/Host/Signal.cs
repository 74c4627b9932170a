using System.Runtime.InteropServices;

namespace Nudge.EndToEnd.Host;

/// <summary>Sends signals to a process, as a terminal or an operator does.</summary>
internal static class Signal
{
    public static void Interrupt(int processId) => Send(processId, 2);

    public static void Terminate(int processId) => Send(processId, 15);

    public static void Kill(int processId) => Send(processId, 9);

    /// <summary>Suspends a process. Its connections stay open, but it answers no more.</summary>
    public static void Freeze(int processId) => Send(processId, 19);

    public static void Thaw(int processId) => Send(processId, 18);

    private static void Send(int processId, int signal) => Assert.Equal(0, kill(processId, signal));

#pragma warning disable IDE1006 // The system defines the name.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int kill(int processId, int signal);
#pragma warning restore IDE1006
}
