using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Memory;

/// <summary>Remembers the list that a person was shown, so that "cancel 2" means its second reminder.</summary>
internal sealed class ShownLists(ShortMemory memory)
{
    private const string List = "list";

    /// <returns>The ids, in the order shown.</returns>
    public async Task<IReadOnlyList<string>> KeepAsync(IncomingActivity activity, string userId, IReadOnlyList<Reminder> reminders)
    {
        var ids = reminders.Select(reminder => reminder.Id).ToList();
        await memory.KeepAsync(List, activity, userId, string.Join(' ', ids));
        return ids;
    }

    /// <returns>The ids, in the order shown; null when no list was shown in the last hour.</returns>
    public async Task<IReadOnlyList<string>?> FindAsync(IncomingActivity activity, string userId) =>
        (await memory.FindAsync(List, activity, userId))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public Task ForgetAsync(IncomingActivity activity, string userId) => memory.ForgetAsync(List, activity, userId);
}
