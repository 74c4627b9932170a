using System.Globalization;
using Grpc.Core;
using Nudge.BotService.Reminders;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Runs a person's command, and returns the answer.</summary>
internal sealed class CommandRunner(
    NotificationQueue notificationQueue, ReminderScheduler.ReminderSchedulerClient scheduler, ShownLists shownLists, TimeProvider time, ILogger<CommandRunner> logger)
{
    private const string Help = "Try \"remind me in 10 minutes to stretch\", \"list\" or \"cancel 2\".";
    private const int MaxListed = 1000;
    private const int MaxShown = 20;
    private const int MaxTextShown = 100;

    /// <returns>The answer to show.</returns>
    public async Task<string> RunAsync(Command command, IncomingActivity activity, CancellationToken cancellationToken)
    {
        // Each reminder belongs to a person. Reminders without a user id could be listed by other people.
        if (activity.UserId is not { Length: > 0 } userId)
            return "I can't tell who you are here, so I can't keep reminders for you.";

        try
        {
            return command switch
            {
                Command.RemindMe remindMe => await RemindAsync(remindMe, activity, userId, cancellationToken),
                Command.List => await ListAsync(activity, userId, cancellationToken),
                Command.Cancel cancel => await CancelAsync(cancel, activity, userId, cancellationToken),
                _ => Help,
            };
        }
        catch (RpcException failure)
        {
            if (!SchedulerErrors.IsRefusal(failure))
                logger.SchedulerFailed(failure, failure.StatusCode);

            return SchedulerErrors.InWords(failure);
        }
    }

    private async Task<string> RemindAsync(Command.RemindMe command, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        await notificationQueue.AddReminder(
            RecipientOf(activity, userId), Notifications.SendText, Schedules.After(command.Delay), new ReminderOptions { RequestId = activity.RequestId, Text = command.Text }, cancellationToken);
        return $"I'll remind you in {Delay.InWords(command.Delay)}: {command.Text}";
    }

    private async Task<string> ListAsync(IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var reminders = await FindAsync(activity, userId, cancellationToken);
        await shownLists.KeepAsync(activity, userId, reminders);
        if (reminders.Count == 0)
            return "You have no reminders.";

        var now = time.GetUtcNow();
        var lines = reminders.Take(MaxShown).Select((reminder, index) =>
            $"{index + 1}. {Shorten(reminder.Notification.Text)} (in {Delay.InWords(reminder.NextDue.ToDateTimeOffset() - now)})");
        var rest = reminders.Count > MaxShown ? $"\nand {reminders.Count - MaxShown} later ones" : "";
        return string.Join('\n', lines) + rest;
    }

    private async Task<string> CancelAsync(Command.Cancel command, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        // The numbers are those of the list that was shown. A reminder that came due since does not shift them.
        var ids = await shownLists.FindAsync(activity, userId)
            ?? await shownLists.KeepAsync(activity, userId, await FindAsync(activity, userId, cancellationToken));
        if (command.Number < 1 || command.Number > ids.Count)
            return $"There is no reminder {command.Number} in your list. Type \"list\" to see it.";

        try
        {
            var cancelled = await scheduler.CancelAsync(new CancelRequest { Id = ids[command.Number - 1] }, cancellationToken: cancellationToken);
            var text = Shorten(cancelled.Reminder.Notification.Text);
            return cancelled.MayHaveBeenDelivered ? $"Cancelled, but the reminder was already due and may still arrive: {text}" : $"Cancelled: {text}";
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return $"Reminder {command.Number} is no longer scheduled. Type \"list\" to see your reminders.";
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

    private static string Shorten(string text) =>
        new StringInfo(text) is { LengthInTextElements: > MaxTextShown } info ? info.SubstringByTextElements(0, MaxTextShown) + "…" : text;
}
