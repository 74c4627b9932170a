using Nudge.BotService.Memory;
using Nudge.BotService.Reminders;
using Nudge.BotService.Settings;
using Nudge.Client;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Registers reminders that come as cards.</summary>
internal sealed class Registrar(NotificationQueue notificationQueue, MutedSenders muted, LastReminders lastReminders)
{
    /// <param name="registration">The reminder.</param>
    /// <param name="userId">The person who registers it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The reminder; null when the recipient has muted the person who registers.</returns>
    public async Task<Reminder?> AddAsync(Registration registration, string userId, CancellationToken cancellationToken)
    {
        var (recipient, text, timing, details, requestId, conversationId) = registration;
        if (details.AskerId == userId && recipient.UserId.Length > 0 && await muted.ContainsAsync(recipient.UserId, userId))
            return null;

        var options = new ReminderOptions { RequestId = requestId, Text = text, Data = details.IsEmpty ? null : details };
        if (timing.Rule is { } rule)
            options.Labels[ReminderLabels.Rule] = rule;
        if (details.AskerId is { } asker)
            options.Labels[ReminderLabels.Asker] = asker;
        if (registration.Snoozes is { } delivery)
            options.Labels[ReminderLabels.Snoozes] = delivery;
        var reminder = await notificationQueue.AddReminder(recipient, Notifications.SendCard, timing.Schedule, options, cancellationToken);
        await lastReminders.KeepAsync(conversationId, userId, reminder.Id);
        return reminder;
    }
}
