using System.Text.Json;
using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Commands;

/// <summary>Remembers what a person was asked, so that "2" means the second choice.</summary>
internal sealed class Questions(IDatabase redis)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public Task KeepAsync(IncomingActivity activity, string userId, Question question) =>
        redis.StringSetAsync(KeyOf(activity, userId), JsonSerializer.Serialize(question), Kept);

    /// <summary>Finds the question. It stays until the person is asked another one, so a repeated activity finds it too.</summary>
    /// <returns>The question; null when the person was asked none in the last hour.</returns>
    public async Task<Question?> FindAsync(IncomingActivity activity, string userId) =>
        await redis.StringGetAsync(KeyOf(activity, userId)) is { HasValue: true } question ? JsonSerializer.Deserialize<Question>(question.ToString()) : null;

    private static RedisKey KeyOf(IncomingActivity activity, string userId) => $"nudge:question:{activity.Conversation.ConversationId}:{userId}";
}
