using StackExchange.Redis;

namespace Nudge.Teams;

internal static class RedisDatabaseExtensions
{
    // The single command for this is newer than Redis 7. A transaction needs no script.
#pragma warning disable SER301

    /// <summary>Deletes a key only while it holds this value. A value that another process has set since stays.</summary>
    public static Task<bool> DeleteIfAsync(this IDatabase redis, RedisKey key, RedisValue value)
    {
        var transaction = redis.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(key, value));
        _ = transaction.KeyDeleteAsync(key);
        return transaction.ExecuteAsync();
    }

#pragma warning restore SER301

    /// <summary>Returns true when Redis did not answer, or answered with an error. (The client's exceptions have no common base type.)</summary>
    public static bool IsRedisFailure(this Exception failure) => failure is RedisException or RedisTimeoutException;
}
