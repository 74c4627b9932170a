using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>
/// Makes one installation out of the two events by which Teams announces it, in either order, each perhaps repeated: the first
/// one names it, and all act under that name.
/// </summary>
internal sealed class Installations(IConnectionMultiplexer connection)
{
    // Without an expiry, and gone with the uninstallation: a bot is greeted once however long it stays.
    private const string Welcomed = "welcomed";

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>The key that <see cref="ConversationStore.ForgetAsync"/> deletes together with the conversation.</summary>
    public static RedisKey KeyOf(string conversationId) => $"nudge:installation:{conversationId}";

    /// <summary>Names the installation, or finds its name.</summary>
    /// <returns>The name, or null when everything has been done for it.</returns>
    public async Task<string?> BeginAsync(string conversationId, string name)
    {
        while (true)
        {
            if (await Redis.StringSetAsync(KeyOf(conversationId), name, when: When.NotExists))
                return name;

            // Null when the bot was uninstalled in between: this event is then the first of a new installation.
            var first = await Redis.StringGetAsync(KeyOf(conversationId));
            if (first.HasValue)
                return first == Welcomed ? null : first.ToString();
        }
    }

    /// <summary>Notes that everything was done, unless the bot was uninstalled meanwhile.</summary>
    /// <returns>True for the one event that notes it.</returns>
    public Task<bool> CompleteAsync(string conversationId, string name) => Redis.ReplaceIfAsync(KeyOf(conversationId), name, Welcomed);
}
