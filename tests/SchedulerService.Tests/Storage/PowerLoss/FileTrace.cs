using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nudge.SchedulerService.Tests.Storage.PowerLoss;

/// <summary>What a process did with its files, as strace recorded it.</summary>
internal sealed partial class FileTrace
{
    /// <summary>The requirement, for messages on a machine that lacks it.</summary>
    public const string Requirement = "strace (Debian's package strace)";

    private readonly List<FileOperation> _operations = [];
    private readonly List<DateTimeOffset> _times = [];

    private FileTrace()
    {
    }

    public static bool IsInstalled => File.Exists("/usr/bin/strace");

    public IReadOnlyList<FileOperation> Operations => _operations;

    /// <summary>Gets the time of each event.</summary>
    public IReadOnlyList<DateTimeOffset> Times => _times;

    /// <summary>Returns a command that runs another one, and records what it does with some files.</summary>
    public static IReadOnlyList<string> Command(string trace, IEnumerable<string> files, IEnumerable<string> command) =>
    [
        "/usr/bin/strace", "--seccomp-bpf", "-f", "-y", "-xx", "-ttt", "-s", "10000000", "-e", "trace=pwrite64,write,fsync,fdatasync,ftruncate", "-o", trace,
        .. files.SelectMany(file => new[] { "-P", file }), .. command,
    ];

    public static FileTrace Read(string path)
    {
        var trace = new FileTrace();
        var unfinished = new Dictionary<string, (int Begun, string Text)>();
        foreach (var line in File.ReadLines(path))
        {
            var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            var number = trace._times.Count;
            trace._times.Add(DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(parts[1], CultureInfo.InvariantCulture)));
            if (parts[2].EndsWith(Unfinished, StringComparison.Ordinal))
                unfinished[parts[0]] = (number, parts[2][..^Unfinished.Length]);
            else if (Resumed.Match(parts[2]) is { Success: true } resumed && unfinished.Remove(parts[0], out var start))
                trace.Add(start.Begun, number, start.Text + parts[2][resumed.Length..]);
            else
                trace.Add(number, number, parts[2]);
        }

        return trace;
    }

    private const string Unfinished = " <unfinished ...>";

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed { get; }

    /// <summary>A call, its file, its further arguments and its result. Texts are hexadecimal: <c>\x2f</c>.</summary>
    [GeneratedRegex(@"^(?<call>\w+)\(\d+<(?<file>[^>]*)>(?:, (?<arguments>.*))?\)\s+= (?<result>-?\d+)")]
    private static partial Regex Call { get; }

    private void Add(int begun, int ended, string text)
    {
        if (Call.Match(text) is not { Success: true } call || long.Parse(call.Groups["result"].Value, CultureInfo.InvariantCulture) is var result && result < 0)
            return;

        var file = Encoding.UTF8.GetString(Bytes(call.Groups["file"].Value));
        var arguments = call.Groups["arguments"].Value.Split(", ");
        FileOperation operation = call.Groups["call"].Value switch
        {
            "fsync" or "fdatasync" => new FileOperation.Sync(file, begun, ended),
            "ftruncate" => new FileOperation.Truncate(file, begun, ended, Number(arguments[0])),
            "pwrite64" => new FileOperation.Write(file, begun, ended, Number(arguments[2]), Bytes(arguments[0].Trim('"'))[..(int)result]),
            // Its offset is not recorded. SQLite does not use it.
            var other => throw new InvalidOperationException($"the trace has the call {other}, which this test cannot repeat"),
        };
        _operations.Add(operation);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Bytes(string text) => Convert.FromHexString(text.Replace("\\x", "", StringComparison.Ordinal));
}
