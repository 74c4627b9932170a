using StackExchange.Redis;

namespace Nudge.BotService.Settings;

/// <summary>Keeps the people from whom a person takes no reminders, with their names.</summary>
internal sealed class MutedSenders(IDatabase redis)
{
    public Task AddAsync(string userId, string senderId, string name) => redis.HashSetAsync(KeyOf(userId), senderId, name);

    public Task<bool> ContainsAsync(string userId, string senderId) => redis.HashExistsAsync(KeyOf(userId), senderId);

    /// <returns>The names.</returns>
    public async Task<IReadOnlyList<string>> ListAsync(string userId) => [.. (await redis.HashGetAllAsync(KeyOf(userId))).Select(entry => entry.Value.ToString()).Order(StringComparer.CurrentCulture)];

    /// <summary>Removes the senders of a name.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> RemoveAsync(string userId, string name)
    {
        var senders = (await redis.HashGetAllAsync(KeyOf(userId))).Where(entry => string.Equals(entry.Value, name, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Name).ToArray();
        return senders.Length > 0 && await redis.HashDeleteAsync(KeyOf(userId), senders) > 0;
    }

    public Task ForgetAsync(string userId) => redis.KeyDeleteAsync(KeyOf(userId));

    private static RedisKey KeyOf(string userId) => $"nudge:muted:{userId}";
}
