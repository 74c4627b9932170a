using Nudge.BotService.Cards;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Mutes the person who asked for a reminder: the person can no longer remind the user.</summary>
internal sealed class Muting(ReminderScheduler.ReminderSchedulerClient scheduler, MutedSenders muted)
{
    public async Task<CardAnswer> MuteAsync(Reminder reminder, string userId, Language language, CancellationToken cancellationToken)
    {
        var says = language.Says;
        if (ReminderDetails.Of(reminder.Notification) is not { AskerId: { } asker, AskerName: { } name } || reminder.Recipient.UserId != userId)
            return CardAnswer.Tell(says.NotYours);

        // New reminders are refused first. A request that passed the check before can still register.
        await muted.AddAsync(userId, asker, name);
        await scheduler.CancelMatchingAsync(
            new CancelMatchingRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = userId }, Labels = { [ReminderLabels.Asker] = asker } } }, cancellationToken: cancellationToken);
        // The sender sees the card, too.
        return CardAnswer.ReplaceAndTell(ReminderCards.Settled(reminder.Notification.Text, says.Done), Wording.Fill(says.Muted, name));
    }
}
