using Grpc.Core;
using NodaTime;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Shows a person's reminders, and changes those of the list.</summary>
internal sealed class ListCommands(
    ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, ShownLists shownLists, LastReminders lastReminders, TimeProvider time)
{
    private const int MaxListed = 1000;
    private const int MaxShown = 20;

    /// <returns>The answer to show.</returns>
    public async Task<string> ListAsync(IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken) =>
        (await ShowAsync(activity, language, userId, cancellationToken)).Text;

    private async Task<(string Text, int Count)> ShowAsync(IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var says = language.Says;
        var reminders = await FindAsync(activity, userId, cancellationToken);
        await shownLists.KeepAsync(activity, userId, reminders);
        if (reminders.Count == 0)
            return (says.ListEmpty, 0);

        var wording = new Wording(language);
        var lines = reminders.Take(MaxShown).Select((reminder, index) => Wording.Fill(says.ListItem, index + 1, Wording.Shorten(reminder.Notification.Text), TimeOf(reminder, wording, says)));
        var rest = reminders.Count > MaxShown ? "\n" + Wording.Fill(says.ListMore, reminders.Count - MaxShown) : "";
        return (string.Join('\n', lines) + rest, reminders.Count);
    }

    private string TimeOf(Reminder reminder, Wording wording, Sayings says)
    {
        if (reminder.State == ReminderState.Paused)
            return says.ListPaused;
        var left = wording.DurationOf(Duration.FromTimeSpan(reminder.NextDue.ToDateTimeOffset() - time.GetUtcNow()));
        return reminder.Labels.TryGetValue(ReminderLabels.Rule, out var rule) ? Wording.Fill(says.ListSeries, left, rule) : Wording.Fill(says.ListIn, left);
    }

    /// <returns>The answer to show.</returns>
    public async Task<string> ChangeAsync(Command.OnListed command, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var says = language.Says;
        if (command.Number is not { } number)
        {
            var (list, count) = await ShowAsync(activity, language, userId, cancellationToken);
            return count == 0 ? list : $"{list}\n{Wording.Fill(says.Which, WordOf(command.Verb, language))}";
        }

        // The numbers are those of the list that was shown. A reminder that came due since does not shift them.
        var ids = await shownLists.FindAsync(activity, userId)
            ?? await shownLists.KeepAsync(activity, userId, await FindAsync(activity, userId, cancellationToken));
        if (number < 1 || number > ids.Count)
            return Wording.Fill(says.NotInList, number);

        try
        {
            return await ChangeAsync(command.Verb, ids[number - 1], activity, language, userId, cancellationToken);
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return Wording.Fill(says.NotScheduled, number);
        }
    }

    private async Task<string> ChangeAsync(ListedVerb verb, string id, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var says = language.Says;
        switch (verb)
        {
            case ListedVerb.Pause:
                var paused = await scheduler.PauseAsync(new PauseRequest { Id = id }, cancellationToken: cancellationToken);
                return Wording.Fill(says.Paused, Wording.Shorten(paused.Notification.Text));
            case ListedVerb.Resume:
                var resumed = await scheduler.ResumeAsync(new ResumeRequest { Id = id }, cancellationToken: cancellationToken);
                var zone = (await settings.FindAsync(activity, userId)).ZoneOrUtc;
                var next = new Wording(language).At(resumed.NextDue.ToDateTimeOffset(), zone);
                return Wording.Fill(says.Resumed, Wording.Shorten(resumed.Notification.Text), next);
            default:
                var cancelled = await scheduler.CancelAsync(new CancelRequest { Id = id }, cancellationToken: cancellationToken);
                return Wording.Fill(cancelled.MayHaveBeenDelivered ? says.CancelledLate : says.Cancelled, Wording.Shorten(cancelled.Reminder.Notification.Text));
        }
    }

    /// <returns>The answer to show.</returns>
    public async Task<string> UndoAsync(IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await lastReminders.FindAsync(activity, userId) is { } id
                ? await ChangeAsync(ListedVerb.Cancel, id, activity, language, userId, cancellationToken)
                : language.Says.NothingToUndo;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return language.Says.NothingToUndo;
        }
    }

    private static string WordOf(ListedVerb verb, Language language) => verb switch
    {
        ListedVerb.Pause => language.Pause[0],
        ListedVerb.Resume => language.Resume[0],
        _ => language.Cancel[0],
    };

    /// <summary>Finds a person's scheduled reminders, soonest first. A group shows only its own reminders; the personal chat shows all.</summary>
    private async Task<IReadOnlyList<Reminder>> FindAsync(IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var recipient = activity.Conversation.IsPersonal ? new Recipient { UserId = userId } : Recipients.Of(activity, userId);
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
}
