using Grpc.Core;
using Nudge.BotService.Cards;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Runs what the buttons of cards ask for. A button's data can be forged, so the reminder itself says who may change it.</summary>
internal sealed class CardCommands(
    ReminderScheduler.ReminderSchedulerClient scheduler, ListCommands list, Snoozing snoozing, Editing editing, Muting muting, ILogger<CardCommands> logger)
{
    /// <returns>The answer; null when no card has such a button.</returns>
    public async Task<CardAnswer?> RunAsync(CardAction action, Language language, CancellationToken cancellationToken)
    {
        var data = new CardData(action.Data);
        var isOfList = action.Verb is "list" or "edit" or "cancel" or "pause" or "resume";
        if ((!isOfList && action.Verb is not ("done" or "snooze" or "undo" or "save" or "mute")) || (action.Verb != "list" && data.Text("reminder") is null))
            return null;
        if (action.Activity.UserId is not { Length: > 0 } userId)
            return CardAnswer.Tell(language.Says.NoUser);

        try
        {
            return isOfList
                ? await OnListAsync(action, data, language, userId, cancellationToken)
                : await OnReminderAsync(action, data, language, userId, cancellationToken);
        }
        catch (RpcException failure)
        {
            return CardAnswer.Tell(failure.InWords(language.Says, logger));
        }
    }

    private async Task<CardAnswer?> OnReminderAsync(CardAction action, CardData data, Language language, string userId, CancellationToken cancellationToken)
    {
        var (says, activity) = (language.Says, action.Activity);
        var (reminder, refusal) = await FindAsync(data.Text("reminder")!, activity, language, userId, cancellationToken);
        if (reminder is null)
            return refusal;

        switch (action.Verb)
        {
            case "done":
                return CardAnswer.Replace(ReminderCards.Settled(reminder.Notification.Text, says.Done));
            case "snooze":
                return await snoozing.ByCardAsync(reminder, data, activity, userId, language, cancellationToken);
            case "undo":
                return reminder.State is ReminderState.Scheduled or ReminderState.Paused or ReminderState.Cancelled
                    ? CardAnswer.Replace(ReminderCards.Settled(text: null, await list.ChangeAsync(ListedVerb.Cancel, reminder.Id, activity, language, userId, cancellationToken)))
                    : CardAnswer.Tell(says.TooLateToUndo);
            case "save":
                var parts = Request.ReadTime(data.Text("when") ?? "", language);
                if (parts.Count == 0 && !string.IsNullOrWhiteSpace(data.Text("when")))
                    return CardAnswer.Tell(says.EditTime);
                var change = new Request((data.Text("text") ?? "").Trim(), parts, language);
                return ShownAs(await editing.ChangeAsync(reminder, Snoozing.DeliveryIn(data), change, activity, userId, cancellationToken));
            default:
                return await muting.MuteAsync(reminder, userId, language, cancellationToken);
        }
    }

    private async Task<CardAnswer?> OnListAsync(CardAction action, CardData data, Language language, string userId, CancellationToken cancellationToken)
    {
        var activity = action.Activity;
        // Another person's list would take the place of this one, for everyone.
        if (data.Text("user") != userId)
            return CardAnswer.Tell(language.Says.NotYourList);

        var page = Math.Max(data.Number("page") ?? 0, 0);
        if (data.Text("reminder") is { } id)
        {
            var (reminder, refusal) = await FindAsync(id, activity, language, userId, cancellationToken);
            if (reminder is null)
                return refusal;
            if (action.Verb == "edit")
                return ShownAs(await editing.ShowAsync(reminder, (page, userId), activity, userId, language));
            try
            {
                var verb = action.Verb switch { "pause" => ListedVerb.Pause, "resume" => ListedVerb.Resume, _ => ListedVerb.Cancel };
                await list.ChangeAsync(verb, id, activity, language, userId, cancellationToken);
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition)
            {
                // The reminder was delivered or cancelled since. The new list shows that.
            }
        }

        var shown = await list.ListAsync(page, activity, language, userId, cancellationToken);
        return CardAnswer.Replace(shown.Card ?? ReminderCards.Settled(text: null, shown.Text));
    }

    /// <returns>The reminder; or null, and what to tell the person.</returns>
    private async Task<(Reminder? Reminder, CardAnswer? Refusal)> FindAsync(string id, IncomingActivity activity, Language language, string userId, CancellationToken cancellationToken)
    {
        try
        {
            var reminder = await scheduler.GetAsync(new GetRequest { Id = id }, cancellationToken: cancellationToken);
            return Recipients.MayChange(reminder, activity, userId) ? (reminder, null) : (null, CardAnswer.Tell(language.Says.NotYours));
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return (null, CardAnswer.Tell(language.Says.ReminderGone));
        }
    }

    private static CardAnswer ShownAs(Answer answer) => answer.Card is { } card ? CardAnswer.Replace(card) : CardAnswer.Tell(answer.Text);
}
