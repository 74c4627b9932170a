using StackExchange.Redis;

namespace Nudge.Teams;

internal static class RedisDatabaseExtensions
{
    // The single command for this is newer than Redis 7. A transaction with a condition would hold the connection until the server has answered the condition,
    // and all other commands would wait.
    private const string DeleteIf = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    /// <summary>Deletes a key only while it holds this value. A value that another process has set since stays.</summary>
    public static async Task<bool> DeleteIfAsync(this IDatabase redis, RedisKey key, RedisValue value) => (bool)await redis.ScriptEvaluateAsync(DeleteIf, [key], [value]);

    /// <summary>Returns true when Redis did not answer, or answered with an error. (The client's exceptions have no common base type.)</summary>
    public static bool IsRedisFailure(this Exception failure) => failure is RedisException or RedisTimeoutException;
}
