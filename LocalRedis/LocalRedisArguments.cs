using System.Globalization;

namespace Nudge.LocalRedis;

/// <summary>The command line of the server.</summary>
/// <param name="Port">The port on 127.0.0.1, from 1 to 65535.</param>
/// <param name="Data">The full path of the folder of the append-only file.</param>
internal sealed record LocalRedisArguments(int Port, string Data)
{
    public static LocalRedisArguments? Parse(string[] args) =>
        args is ["--port", var port, "--data", var data]
        && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? new LocalRedisArguments(number, Path.GetFullPath(data))
            : null;

    public string[] ToGarnet() =>
    [
        "--bind", "127.0.0.1",
        "--port", Port.ToString(CultureInfo.InvariantCulture),
        "--checkpointdir", Data,
        // Every acknowledged write is on disk: this server is the system of record of the bot's conversations.
        "--aof", "--aof-commit-wait", "--recover",
        // The bot's replicas count their calls to Teams together, in a script. Garnet, unlike Redis, runs a script atomically only in transaction mode.
        "--lua", "--lua-transaction-mode",
        // The default device needs a native library that not every machine has.
        "--device-type", "RandomAccess",
    ];
}
