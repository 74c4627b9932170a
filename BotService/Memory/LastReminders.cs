using Nudge.Teams;

namespace Nudge.BotService.Memory;

/// <summary>Remembers the reminder that a person registered last, so that "undo" cancels it.</summary>
internal sealed class LastReminders(ShortMemory memory)
{
    private const string Last = "last";

    public Task KeepAsync(string conversationId, string userId, string id) => memory.KeepAsync(Last, conversationId, userId, id);

    /// <returns>The id; null when the person registered none in the last hour.</returns>
    public Task<string?> FindAsync(IncomingActivity activity, string userId) => memory.FindAsync(Last, activity, userId);

    public Task ForgetAsync(IncomingActivity activity, string userId) => memory.ForgetAsync(Last, activity, userId);
}
