using StackExchange.Redis;

namespace Nudge.BotService.Redis;

internal static class RedisDatabaseExtensions
{
    // The commands that do this by themselves are newer than Redis 7; a transaction says it without a script.
#pragma warning disable SER301

    /// <summary>Deletes a key only while it holds this value, so that what somebody else has put there since is left alone.</summary>
    public static Task<bool> DeleteIfAsync(this IDatabase redis, RedisKey key, RedisValue value)
    {
        var transaction = redis.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(key, value));
        _ = transaction.KeyDeleteAsync(key);
        return transaction.ExecuteAsync();
    }

    /// <summary>Replaces a key's value only while it is still this one.</summary>
    public static Task<bool> ReplaceIfAsync(this IDatabase redis, RedisKey key, RedisValue value, RedisValue replacement, Expiration kept = default)
    {
        var transaction = redis.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(key, value));
        _ = transaction.StringSetAsync(key, replacement, kept);
        return transaction.ExecuteAsync();
    }

#pragma warning restore SER301

    /// <summary>True where Redis did not answer, or answered with an error. (The client's timeouts have no base type in common.)</summary>
    public static bool IsRedisFailure(this Exception failure) => failure is RedisException or RedisTimeoutException;
}
