using System.Globalization;

namespace Nudge.LocalRedis;

/// <summary>What the server is told: the port on 127.0.0.1, and the folder that holds its append-only file.</summary>
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
        // Every acknowledged write is on disk: the bot keeps its conversations here, and Redis is their system of record.
        "--aof", "--aof-commit-wait", "--recover",
        // The bot counts its calls to Teams in a script, so that replicas count as one. Here, other than in Redis, that is one step only when asked for.
        "--lua", "--lua-transaction-mode",
        // The default device needs a native library that not every machine has.
        "--device-type", "RandomAccess",
    ];
}
