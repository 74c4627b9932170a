using StackExchange.Redis;

namespace Nudge.Client;

/// <summary>
/// Keeps receipts in Redis, for any number of processes. A message is sent once, unless Redis loses a write that it has acknowledged: use
/// <c>appendonly yes</c> where a restart of Redis must not repeat a message.
/// </summary>
/// <param name="redis">The database. Its keys begin with <c>nudge:receipt:</c>, and expire after seven days.</param>
public sealed class RedisReceiptStore(IDatabase redis) : IReceiptStore
{
    // A transaction with a condition would hold the connection until the server has answered the condition, and all other commands would wait.
    private const string ReplaceIf =
        "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1";

    private const string RemoveIf = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public Task<string?> FindAsync(string name) => UseAsync<string?>(async key => await redis.StringGetAsync(key), name);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? present, string receipt) => UseAsync(
        async key => present is null
            ? await redis.StringSetAsync(key, receipt, Kept, When.NotExists)
            : (bool)await redis.ScriptEvaluateAsync(ReplaceIf, [key], [present, receipt, (long)Kept.TotalMilliseconds]), name);

    /// <inheritdoc/>
    public Task SetAsync(string name, string receipt) => UseAsync(key => redis.StringSetAsync(key, receipt, Kept), name);

    /// <inheritdoc/>
    public Task RemoveAsync(string name, string present) => UseAsync(key => redis.ScriptEvaluateAsync(RemoveIf, [key], [present]), name);

    private static async Task<T> UseAsync<T>(Func<RedisKey, Task<T>> use, string name)
    {
        try
        {
            return await use($"nudge:receipt:{name}");
        }
        catch (Exception failure) when (failure is RedisException or RedisTimeoutException)
        {
            throw new ReceiptStoreException(failure);
        }
    }
}
