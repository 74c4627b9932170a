using StackExchange.Redis;

namespace Nudge.BotService.Redis;

/// <summary>Runs the bot's operations in Redis, and explains why they fail. A server that answers PING can still refuse a write or a script.</summary>
internal sealed class RedisProbe(IConnectionMultiplexer connection, IConfiguration configuration)
{
    private const string ClusterMode = "Redis runs in cluster mode. Use one server, or a primary with replicas.";
    private const string WrongPassword = "Redis refuses the password, or needs one. Set password= in ConnectionStrings:redis.";

    private const string Script =
        """
        redis.call('set', KEYS[1], '1', 'EX', 60)
        redis.call('set', KEYS[2], '1', 'EX', 60)
        return redis.call('del', KEYS[1], KEYS[2])
        """;

    /// <summary>Returns why the server cannot be used, in one line without a secret; null when it can be used.</summary>
    /// <exception cref="RedisException">The server is unreachable.</exception>
    /// <exception cref="RedisTimeoutException">The server does not answer in time.</exception>
    public async Task<string?> FindFaultAsync()
    {
        try
        {
            await connection.GetDatabase().ScriptEvaluateAsync(Script, ["nudge:probe:1", "nudge:probe:2"]);
            return await FindEvictionAsync();
        }
        catch (RedisCommandException failure) when (failure.Message.Contains("slot", StringComparison.Ordinal))
        {
            // The client itself refuses a script whose keys are on different servers.
            return ClusterMode;
        }
        catch (RedisCommandException failure) when (failure.Message.Contains("database", StringComparison.Ordinal))
        {
            return $"Redis has no database {connection.GetDatabase().Database}. Set defaultDatabase= in ConnectionStrings:redis to one that exists.";
        }
        catch (RedisServerException failure)
        {
            return Explain(failure.Message);
        }
        catch (RedisConnectionException failure) when (failure.FailureType == ConnectionFailureType.AuthenticationFailure)
        {
            return WrongPassword;
        }
    }

    /// <summary>
    /// Explains why the server cannot be reached, by a connection of its own; null without an explanation. A command reports the last failure of the
    /// shared connection, which can hide a refused password. The start calls this, and health checks do not: it takes a connect timeout.
    /// </summary>
    public async Task<string?> ExplainAbsenceAsync()
    {
        var options = ConfigurationOptions.Parse(configuration.GetConnectionString(RedisExtensions.ConnectionName)!);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        try
        {
            await using var once = await ConnectionMultiplexer.ConnectAsync(options);
            return null;
        }
        catch (RedisConnectionException failure)
        {
            var isRefused = failure.FailureType == ConnectionFailureType.AuthenticationFailure || failure.Message.Contains("authentication failure", StringComparison.Ordinal);
            return isRefused ? WrongPassword : null;
        }
    }

    /// <summary>Explains an error by the code at the start of the server's message. The rest of the message can quote a command.</summary>
    private static string Explain(string message) => message.Split(' ')[0].TrimStart('-') switch
    {
        "CROSSSLOT" or "MOVED" or "CLUSTERDOWN" => ClusterMode,
        "NOPERM" => "The Redis user lacks rights. Allow keys and scripts: ~nudge:* +@all -@admin -@dangerous.",
        "READONLY" => "Redis is a read-only replica. Use the primary.",
        "OOM" => "Redis has no memory left. Raise maxmemory.",
        "NOAUTH" or "WRONGPASS" => WrongPassword,
        "MISCONF" => "Redis cannot save to its disk, so it refuses writes. Check the server's disk and log.",
        "NOREPLICAS" => "Redis refuses writes, because too few replicas are connected. Connect them, or lower min-replicas-to-write.",
        var code => $"Redis refuses a write or a script ({code}).",
    };

    private async Task<string?> FindEvictionAsync()
    {
        const string Policy = "maxmemory_policy:";

        try
        {
            // The client treats INFO as an administrator's command. In a script, the server decides.
            var memory = await connection.GetDatabase().ScriptEvaluateAsync("return redis.call('info', 'memory')");
            var policy = memory.ToString().Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line => line.StartsWith(Policy, StringComparison.Ordinal))?[Policy.Length..];
            return policy is null or "noeviction" ? null : $"Redis evicts data (maxmemory-policy {policy}). Set it to noeviction: the bot's data is not a cache.";
        }
        catch (RedisServerException)
        {
            // The user has no right to INFO, so the eviction policy stays unknown.
            return null;
        }
    }
}
