using StackExchange.Redis;

namespace Nudge.BotService.Redis;

/// <summary>Does in Redis what the bot does there, and tells why it cannot be done: a server that answers PING may refuse a write or a script.</summary>
internal sealed class RedisProbe
{
    private const string ClusterMode = "Redis runs in cluster mode. Use one server, or a primary with replicas.";
    private const string WrongPassword = "Redis refuses the password, or needs one. Set password= in ConnectionStrings:redis.";

    private const string Script =
        """
        redis.call('set', KEYS[1], '1', 'EX', 60)
        redis.call('set', KEYS[2], '1', 'EX', 60)
        return redis.call('del', KEYS[1], KEYS[2])
        """;

    private readonly IConnectionMultiplexer _connection;

    /// <summary>
    /// Whether the server refused the password since it was last connected. A command reports only the last of several failures, which may
    /// be another.
    /// </summary>
    private volatile bool _refusesPassword;

    public RedisProbe(IConnectionMultiplexer connection)
    {
        _connection = connection;
        connection.ConnectionFailed += (_, failure) => _refusesPassword |= failure.FailureType == ConnectionFailureType.AuthenticationFailure;
        connection.ConnectionRestored += (_, _) => _refusesPassword = false;
    }

    /// <summary>Returns why the server cannot be used, in one sentence without a secret; null when it can be used.</summary>
    /// <exception cref="RedisException">The server is away.</exception>
    /// <exception cref="RedisTimeoutException">The server does not answer in time.</exception>
    public async Task<string?> FindFaultAsync()
    {
        try
        {
            await _connection.GetDatabase().ScriptEvaluateAsync(Script, ["nudge:probe:1", "nudge:probe:2"]);
            return await FindEvictionAsync();
        }
        catch (RedisCommandException failure) when (failure.Message.Contains("slot", StringComparison.Ordinal))
        {
            // The client itself refuses a script whose keys are on different servers.
            return ClusterMode;
        }
        catch (RedisCommandException failure) when (failure.Message.Contains("database", StringComparison.Ordinal))
        {
            return $"Redis has no database {_connection.GetDatabase().Database}. Set defaultDatabase= in ConnectionStrings:redis to one that there is.";
        }
        catch (RedisServerException failure)
        {
            return Explain(failure.Message);
        }
        catch (RedisConnectionException failure) when (_refusesPassword || failure.FailureType == ConnectionFailureType.AuthenticationFailure)
        {
            return WrongPassword;
        }
    }

    /// <summary>Explains a refusal by the code in front of the server's message. The message itself can quote a command.</summary>
    private static string Explain(string message) => message.Split(' ')[0].TrimStart('-') switch
    {
        "CROSSSLOT" or "MOVED" or "CLUSTERDOWN" => ClusterMode,
        "NOPERM" => "The Redis user lacks rights. Allow keys and scripts: ~nudge:* +@all -@admin -@dangerous.",
        "READONLY" => "Redis is a read-only replica. Use the primary.",
        "OOM" => "Redis has no memory left. Raise maxmemory.",
        "NOAUTH" or "WRONGPASS" => WrongPassword,
        "MISCONF" => "Redis cannot write to its disk, and so takes no writes.",
        "NOREPLICAS" => "Redis takes no writes without its replicas.",
        var code => $"Redis refuses a write or a script ({code}).",
    };

    private async Task<string?> FindEvictionAsync()
    {
        const string Policy = "maxmemory_policy:";

        try
        {
            // The client counts INFO among the administrator's commands. In a script it is the server that decides.
            var memory = await _connection.GetDatabase().ScriptEvaluateAsync("return redis.call('info', 'memory')");
            var policy = memory.ToString().Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line => line.StartsWith(Policy, StringComparison.Ordinal))?[Policy.Length..];
            return policy is null or "noeviction" ? null : $"Redis evicts data (maxmemory-policy {policy}). Set it to noeviction: the bot's data is no cache.";
        }
        catch (RedisServerException)
        {
            // A user without the right to INFO: whether the server evicts is not known.
            return null;
        }
    }
}
