using StackExchange.Redis;

namespace Nudge.BotService.Memory;

/// <summary>
/// Combines the two events by which Teams announces an installation. The events come in either order and can be repeated. The first event names
/// the installation. Another event of a type already seen, with another id, is a new installation.
/// </summary>
internal sealed class Installations(IDatabase redis)
{
    private const string Name = "name";
    private const string Welcomed = "welcomed";

    /// <summary>Names the installation, or finds its name.</summary>
    /// <param name="conversationId">The conversation in which the bot was installed.</param>
    /// <param name="type">The event's type. An installation has one event of each type.</param>
    /// <param name="id">The event's id, which is the same when Teams repeats the event.</param>
    /// <returns>The name; null when the installation is complete.</returns>
    public async Task<string?> BeginAsync(string conversationId, string type, string id)
    {
        var key = KeyOf(conversationId);
        while (true)
        {
            if (!await redis.HashSetAsync(key, type, id, When.NotExists) && await redis.HashGetAsync(key, type) is var seen && seen != id)
            {
                // The bot missed the uninstallation in between.
                var transaction = redis.CreateTransaction();
                transaction.AddCondition(Condition.HashEqual(key, type, seen));
                _ = transaction.KeyDeleteAsync(key);
                await transaction.ExecuteAsync();
                continue;
            }

            await redis.HashSetAsync(key, Name, id, When.NotExists);
            // Null when the bot was uninstalled in between: this event is then the first of a new installation.
            if (await redis.HashGetAsync(key, [Name, Welcomed]) is [{ HasValue: true } name, var welcomed])
                return welcomed.HasValue ? null : name.ToString();
        }
    }

    /// <summary>Marks the installation as complete, unless the bot was uninstalled meanwhile.</summary>
    /// <returns>True for the one event that marks it.</returns>
    public Task<bool> CompleteAsync(string conversationId, string name)
    {
        var transaction = redis.CreateTransaction();
        transaction.AddCondition(Condition.HashEqual(KeyOf(conversationId), Name, name));
        transaction.AddCondition(Condition.HashNotExists(KeyOf(conversationId), Welcomed));
        _ = transaction.HashSetAsync(KeyOf(conversationId), Welcomed, true);
        return transaction.ExecuteAsync();
    }

    /// <summary>Forgets the installation, after the bot was uninstalled.</summary>
    public Task ForgetAsync(string conversationId) => redis.KeyDeleteAsync(KeyOf(conversationId));

    // Without an expiry: a bot greets once, however long it stays.
    private static RedisKey KeyOf(string conversationId) => $"nudge:installed:{conversationId}";
}
