using System.Globalization;

namespace Nudge.Servers;

/// <summary>A wall clock that a test sets, for processes that start with its environment. libfaketime provides it and does not touch the monotonic clock.</summary>
public sealed class MovableClock : IDisposable
{
    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ];

    private readonly string _file = Path.GetTempFileName();

    public MovableClock() => Move(TimeSpan.Zero);

    /// <summary>Gets what the machine lacks for such a clock; null when it lacks nothing.</summary>
    public static string? Lacks => Array.Exists(Libraries, File.Exists) ? null : "libfaketime (Debian's package libfaketime)";

    /// <summary>Gets the environment of a process whose clock this is.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["LD_PRELOAD"] = Array.Find(Libraries, File.Exists)!,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_NO_CACHE"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // Else a wait with a time limit ends at once.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <summary>Gets the distance from the machine's clock.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>Sets the clock by its distance from the machine's clock, in whole seconds.</summary>
    public void Move(TimeSpan offset)
    {
        Offset = TimeSpan.FromSeconds((long)offset.TotalSeconds);
        // Replaced as a whole: the process reads the file at any time.
        File.WriteAllText(_file + ".new", string.Create(CultureInfo.InvariantCulture, $"{(long)Offset.TotalSeconds:+0;-0;+0}"));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    /// <summary>Sets the clock to an instant.</summary>
    public void MoveTo(DateTimeOffset instant) => Move(instant - TimeProvider.System.GetUtcNow());

    public void Dispose() => File.Delete(_file);
}
