using StackExchange.Redis;

namespace Nudge.Client;

/// <summary>
/// Keeps receipts in Redis, for any number of processes. A message is sent once, unless Redis loses a write that it has acknowledged: use
/// <c>appendonly yes</c> where a restart of Redis must not repeat a message.
/// </summary>
/// <param name="redis">The database. Its keys begin with <c>nudge:receipt:</c>, and expire after seven days.</param>
public sealed class RedisReceiptStore(IDatabase redis) : IReceiptStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public Task<string?> FindAsync(string name) => UseAsync<string?>(async key => await redis.StringGetAsync(key), name);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? present, string receipt) => UseAsync(
        key => present is null ? redis.StringSetAsync(key, receipt, Kept, When.NotExists) : IfAsync(key, present, transaction => transaction.StringSetAsync(key, receipt, Kept)), name);

    /// <inheritdoc/>
    public Task SetAsync(string name, string receipt) => UseAsync(key => redis.StringSetAsync(key, receipt, Kept), name);

    /// <inheritdoc/>
    public Task RemoveAsync(string name, string present) => UseAsync(key => IfAsync(key, present, transaction => transaction.KeyDeleteAsync(key)), name);

    // The single commands for this are newer than Redis 7. A transaction needs no script.
    private Task<bool> IfAsync(RedisKey key, string present, Func<ITransaction, Task> write)
    {
        var transaction = redis.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(key, present));
        _ = write(transaction);
        return transaction.ExecuteAsync();
    }

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
