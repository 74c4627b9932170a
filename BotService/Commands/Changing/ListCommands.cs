using Grpc.Core;
using NodaTime;
using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Shows a person's reminders, and changes those of the list.</summary>
internal sealed class ListCommands(
    ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, ShownLists shownLists, LastReminders lastReminders, Editing editing, TimeProvider time)
{
    private const int MaxListed = 1000;
    private const int MaxShown = 20;

    /// <summary>Shows a page of the list, and remembers the list for the numbers of later commands.</summary>
    /// <returns>The answer to show.</returns>
    public async Task<Answer> ListAsync(long page, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var says = language.Says;
        var reminders = await FindAsync(activity, userId, cancellationToken);
        await shownLists.KeepAsync(activity, userId, reminders);
        if (reminders.Count == 0)
            return new Answer(says.ListEmpty);

        var wording = new Wording(language);
        var times = reminders.Select(reminder => TimeOf(reminder, wording, says)).ToList();
        var lines = reminders.Take(MaxShown).Select((reminder, index) => Wording.Fill(says.ListItem, index + 1, Wording.Shorten(reminder.Notification.Text), times[index]));
        var rest = reminders.Count > MaxShown ? "\n" + Wording.Fill(says.ListMore, reminders.Count - MaxShown) : "";
        var zone = (await settings.FindAsync(activity, userId)).ZoneOrUtc;
        var rows = reminders.Select((reminder, index) => (reminder, Wording.Fill(says.ListTime, wording.At(reminder.NextDue.ToDateTimeOffset(), zone), times[index])));
        return new Answer(string.Join('\n', lines) + rest, ListCard.Of([.. rows], page, userId, says));
    }

    private string TimeOf(Reminder reminder, Wording wording, Sayings says)
    {
        if (reminder.State == ReminderState.Paused)
            return says.ListPaused;
        var left = wording.DurationOf(Duration.FromTimeSpan(reminder.NextDue.ToDateTimeOffset() - time.GetUtcNow()));
        return reminder.Labels.TryGetValue(ReminderLabels.Rule, out var rule) ? Wording.Fill(says.ListSeries, left, rule) : Wording.Fill(says.ListIn, left);
    }

    /// <returns>The answer to show.</returns>
    public async Task<Answer> ChangeAsync(Command.OnListed command, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var (id, answer) = await PickAsync(command.Number, WordOf(command.Verb, language), activity, language, userId, cancellationToken);
        if (id is null)
            return answer;

        try
        {
            return new Answer(await ChangeAsync(command.Verb, id, activity, language, userId, cancellationToken));
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return new Answer(Wording.Fill(language.Says.NotScheduled, command.Number));
        }
    }

    /// <summary>Changes a reminder of the list, or shows the form of the reminder.</summary>
    /// <returns>The answer to show.</returns>
    public async Task<Answer> EditAsync(Command.Edit command, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var (id, answer) = await PickAsync(command.Number, language.Edit[0], activity, language, userId, cancellationToken);
        if (id is null)
            return answer;

        var reminder = await scheduler.GetAsync(new GetRequest { Id = id }, cancellationToken: cancellationToken);
        if (reminder.State is not (ReminderState.Scheduled or ReminderState.Paused))
            return new Answer(Wording.Fill(language.Says.NotScheduled, command.Number));
        return command.Change is { } change
            ? await editing.ChangeAsync(reminder, delivery: "", change, activity, userId, cancellationToken)
            : await editing.ShowAsync(reminder, list: null, activity, userId, language);
    }

    /// <summary>Finds the reminder of a number. The numbers are those of the list that was shown, so a reminder that came due since does not shift them.</summary>
    /// <returns>The id; or null, and what to answer.</returns>
    private async Task<(string? Id, Answer Answer)> PickAsync(int? number, string verb, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        var says = language.Says;
        if (number is null)
        {
            var list = await ListAsync(page: 0, activity, language, userId, cancellationToken);
            return (null, list.Card is null ? list : new Answer($"{list.Text}\n{Wording.Fill(says.Which, verb)}", list.Card));
        }

        var ids = await shownLists.FindAsync(activity, userId)
            ?? await shownLists.KeepAsync(activity, userId, await FindAsync(activity, userId, cancellationToken));
        return number >= 1 && number <= ids.Count ? (ids[number.Value - 1], new Answer("")) : (null, new Answer(Wording.Fill(says.NotInList, number)));
    }

    /// <returns>What was done, in words.</returns>
    public async Task<string> ChangeAsync(ListedVerb verb, string id, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
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

    /// <summary>
    /// Finds a person's scheduled reminders, soonest first. The personal chat shows all of them. A group shows only its own, and those of everyone in it.
    /// </summary>
    private async Task<IReadOnlyList<Reminder>> FindAsync(IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var recipient = activity.Conversation.IsPersonal ? new Recipient { UserId = userId } : Recipients.Of(activity, userId: "");
        var request = new ListRequest { Filter = new ReminderFilter { Recipient = recipient }, PageSize = MaxListed };
        var found = new List<Reminder>();
        do
        {
            // A page with long texts ends before PageSize.
            var page = await scheduler.ListAsync(request, cancellationToken: cancellationToken);
            found.AddRange(page.Reminders.Where(reminder => Recipients.Includes(reminder, activity, userId)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && found.Count < MaxListed);

        // The bot's own reminders have no text.
        return [.. found.Where(reminder => reminder.Notification.Text.Length > 0)
            .OrderBy(reminder => reminder.NextDue.ToDateTimeOffset()).ThenBy(reminder => reminder.Id, StringComparer.Ordinal)];
    }
}
