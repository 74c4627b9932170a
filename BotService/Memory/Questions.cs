using System.Text.Json;
using Nudge.Teams;

namespace Nudge.BotService.Memory;

/// <summary>Remembers what a person was asked, so that "2" means the second choice.</summary>
internal sealed class Questions(ShortMemory memory)
{
    private const string Question = "question";

    public Task KeepAsync(IncomingActivity activity, string userId, Question question) => memory.KeepAsync(Question, activity, userId, JsonSerializer.Serialize(question));

    /// <summary>Finds the question. It stays until the person is asked another one, so a repeated activity finds it too.</summary>
    /// <returns>The question; null when the person was asked none in the last hour.</returns>
    public async Task<Question?> FindAsync(IncomingActivity activity, string userId) =>
        await memory.FindAsync(Question, activity, userId) is { } question ? JsonSerializer.Deserialize<Question>(question) : null;

    public Task ForgetAsync(IncomingActivity activity, string userId) => memory.ForgetAsync(Question, activity, userId);
}
