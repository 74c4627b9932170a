using System.Net.Sockets;
using System.Runtime.InteropServices;
using Garnet;
using Garnet.common;
using Nudge.LocalRedis;
using Nudge.ServiceDefaults;

// A Redis-compatible server for local runs, in its own process. An acknowledged write survives kill -9.
const int cannotStart = 2;

if (LocalRedisArguments.Parse(args) is not { } arguments)
    return Explain("usage: LocalRedis --port PORT --data DIRECTORY");

if (DataFolder.WhyNotUsable(arguments.Data) is { } reason)
    return Explain(reason);

var stop = new TaskCompletionSource();
var hasParent = bool.TryParse(Environment.GetEnvironmentVariable(ParentWatch.ConfigurationKey), out var watched) && watched;
if (hasParent)
    ParentWatch.Start(() => stop.TrySetResult());
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
// Ctrl+C in a terminal reaches every process at once, but the bot may still need this server. A parent stops its processes in order.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, hasParent ? signal => signal.Cancel = true : Stop);

try
{
    var output = Console.Out;
    Console.SetOut(TextWriter.Null); // Garnet prints a banner of several lines.
    using var server = new GarnetServer(arguments.ToGarnet());
    server.Start();
    Console.SetOut(output);
    Console.WriteLine($"LocalRedis listens on 127.0.0.1:{arguments.Port} and keeps its data in {arguments.Data}");
    await stop.Task;
    return 0;
}
catch (GarnetException failure) when (failure.InnerException is SocketException socket)
{
    return Explain($"127.0.0.1:{arguments.Port} cannot be used ({socket.SocketErrorCode}). Stop the program that uses it, or choose another --port.");
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}

static int Explain(string line)
{
    Console.Error.WriteLine($"LocalRedis cannot start: {line}");
    return cannotStart;
}
