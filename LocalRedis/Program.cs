using System.Net.Sockets;
using System.Runtime.InteropServices;
using Garnet;
using Garnet.common;
using Nudge.LocalRedis;

// A Redis-compatible server for a local run, in a process of its own: what it has acknowledged survives kill -9.
const int cannotStart = 2;

if (LocalRedisArguments.Parse(args) is not { } arguments)
    return Explain("usage: LocalRedis --port PORT --data DIRECTORY");

if (DataFolder.WhyNotUsable(arguments.Data) is { } reason)
    return Explain(reason);

var stop = new TaskCompletionSource();
var hasParent = ParentWatch.Start(() => stop.TrySetResult());
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
// An interrupt in the terminal reaches every process at once, and the bot may still need this one: a parent stops them in an order.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, hasParent ? signal => signal.Cancel = true : Stop);

try
{
    var output = Console.Out;
    Console.SetOut(TextWriter.Null); // Garnet greets with a drawing of several lines.
    using var server = new GarnetServer(arguments.ToGarnet());
    server.Start();
    Console.SetOut(output);
    Console.WriteLine($"LocalRedis listens on 127.0.0.1:{arguments.Port} and keeps its data in {arguments.Data}");
    await stop.Task;
    return 0;
}
catch (GarnetException failure) when (failure.InnerException is SocketException socket)
{
    return Explain($"127.0.0.1:{arguments.Port} cannot be used ({socket.SocketErrorCode}). Stop what uses it, or give another --port.");
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
