using Grpc.Core;
using NodaTime;
using Nudge.BotService.Reminders;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Runs a person's command, and returns the answer.</summary>
internal sealed class CommandRunner(
    Reminding reminding, ReminderScheduler.ReminderSchedulerClient scheduler, ShownLists shownLists, TimeProvider time, ILogger<CommandRunner> logger)
{
    private const int MaxListed = 1000;
    private const int MaxShown = 20;

    /// <returns>The answer to show.</returns>
    public async Task<string> RunAsync(Command command, Language language, IncomingActivity activity, CancellationToken cancellationToken)
    {
        // Each reminder belongs to a person. Reminders without a user id could be listed by other people.
        if (activity.UserId is not { Length: > 0 } userId)
            return language.Says.NoUser;

        try
        {
            return command switch
            {
                Command.Remind remind => await reminding.RemindAsync(remind.Request, activity, userId, cancellationToken),
                Command.Choose choose => await reminding.ChooseAsync(choose.Number, activity, userId, cancellationToken) ?? language.Says.Help,
                Command.SetTimeZone zone => await reminding.SetTimeZoneAsync(zone.Name, language, userId),
                Command.List => await ListAsync(activity, language, userId, cancellationToken),
                Command.Cancel cancel => await CancelAsync(cancel, activity, language.Says, userId, cancellationToken),
                _ => language.Says.Help,
            };
        }
        catch (RpcException failure)
        {
            if (!SchedulerErrors.IsRefusal(failure))
                logger.SchedulerFailed(failure, failure.StatusCode);

            return SchedulerErrors.InWords(failure);
        }
    }

    private async Task<string> ListAsync(IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var says = language.Says;
        var reminders = await FindAsync(activity, userId, cancellationToken);
        await shownLists.KeepAsync(activity, userId, reminders);
        if (reminders.Count == 0)
            return says.ListEmpty;

        var now = time.GetUtcNow();
        var wording = new Wording(language);
        var lines = reminders.Take(MaxShown).Select((reminder, index) => Wording.Fill(
            says.ListItem, index + 1, Wording.Shorten(reminder.Notification.Text), Wording.Fill(says.ListIn, wording.DurationOf(Duration.FromTimeSpan(reminder.NextDue.ToDateTimeOffset() - now)))));
        var rest = reminders.Count > MaxShown ? "\n" + Wording.Fill(says.ListMore, reminders.Count - MaxShown) : "";
        return string.Join('\n', lines) + rest;
    }

    private async Task<string> CancelAsync(Command.Cancel command, IncomingActivity activity, Sayings says, string userId, CancellationToken cancellationToken)
    {
        // The numbers are those of the list that was shown. A reminder that came due since does not shift them.
        var ids = await shownLists.FindAsync(activity, userId)
            ?? await shownLists.KeepAsync(activity, userId, await FindAsync(activity, userId, cancellationToken));
        if (command.Number < 1 || command.Number > ids.Count)
            return Wording.Fill(says.NotInList, command.Number);

        try
        {
            var cancelled = await scheduler.CancelAsync(new CancelRequest { Id = ids[command.Number - 1] }, cancellationToken: cancellationToken);
            return Wording.Fill(cancelled.MayHaveBeenDelivered ? says.CancelledLate : says.Cancelled, Wording.Shorten(cancelled.Reminder.Notification.Text));
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return Wording.Fill(says.NotScheduled, command.Number);
        }
    }

    /// <summary>Finds a person's scheduled reminders, soonest first. A group shows only its own reminders; the personal chat shows all.</summary>
    private async Task<IReadOnlyList<Reminder>> FindAsync(IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var recipient = activity.Conversation.IsPersonal ? new Recipient { UserId = userId } : RecipientOf(activity, userId);
        var request = new ListRequest { Filter = new ReminderFilter { Recipient = recipient }, PageSize = MaxListed };
        var found = new List<Reminder>();
        do
        {
            // A page with long texts ends before PageSize.
            var page = await scheduler.ListAsync(request, cancellationToken: cancellationToken);
            found.AddRange(page.Reminders);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && found.Count < MaxListed);

        // The bot's own reminders have no text.
        return [.. found.Where(reminder => reminder.Notification.Text.Length > 0)
            .OrderBy(reminder => reminder.NextDue.ToDateTimeOffset()).ThenBy(reminder => reminder.Id, StringComparer.Ordinal)];
    }

    private static Recipient RecipientOf(IncomingActivity activity, string userId)
    {
        var recipient = activity.Conversation.ToRecipient();
        recipient.UserId = userId;
        return recipient;
    }
}
