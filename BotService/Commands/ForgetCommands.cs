using Nudge.BotService.Memory;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Erases what the bot and the scheduler keep of a person, when the person says so.</summary>
internal sealed class ForgetCommands(
    ReminderScheduler.ReminderSchedulerClient scheduler, ConversationStore conversations, Installations installations, SettingsStore settings, MutedSenders muted,
    ShownLists lists, Questions questions, LastReminders last, DeliveredReminders delivered)
{
    /// <returns>The answer to show.</returns>
    public async Task<string> RunAsync(bool isConfirmed, Language language, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        if (!isConfirmed)
            return Wording.Fill(language.Says.ForgetMe, language.ForgetMeNow[0]);

        await scheduler.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = new Recipient { UserId = userId } }, cancellationToken: cancellationToken);
        await settings.ForgetAsync(userId);
        await muted.ForgetAsync(userId);
        await lists.ForgetAsync(activity, userId);
        await questions.ForgetAsync(activity, userId);
        await last.ForgetAsync(activity, userId);
        await delivered.ForgetAsync(activity, userId);
        if (activity.Conversation.IsPersonal)
            await installations.ForgetAsync(activity.Conversation.ConversationId);
        await conversations.ForgetUserAsync(userId);
        return language.Says.Forgotten;
    }
}
