using Grpc.Core;
using NodaTime;
using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Changes the text or the time of a reminder. What the person does not name stays: the time of day, the days, the zone of a series.</summary>
internal sealed class Editing(
    ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, Questions questions, Timings timings, Snoozing snoozing, Confirmations confirmations)
{
    /// <summary>How often a change is tried while deliveries change the reminder, too.</summary>
    private const int Tries = 3;

    /// <summary>Returns the card with the form for a reminder.</summary>
    /// <param name="reminder">The reminder.</param>
    /// <param name="list">The page of the list to go back to, and the user whose list it is; null without a list.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="userId">The person who changes the reminder.</param>
    /// <param name="language">The language.</param>
    public async Task<Answer> ShowAsync(Reminder reminder, (long Page, string UserId)? list, IncomingActivity activity, string userId, Language language)
    {
        var zone = Confirmations.ZoneOf(reminder.Schedule, await settings.FindAsync(activity, userId));
        var when = Confirmations.WhenOf(reminder, zone, language);
        return new Answer(language.Says.Edit, ReminderCards.Edit(reminder.Id, reminder.Notification.Text, when, list, language.Says));
    }

    /// <param name="reminder">The reminder.</param>
    /// <param name="delivery">The name of the delivery that the person saw. The bot registers a reminder that is no longer scheduled once more for this delivery.</param>
    /// <param name="change">The new text, or empty; and the parts of the new time, or none.</param>
    /// <param name="activity">The activity with the change.</param>
    /// <param name="userId">The person who changes the reminder.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Answer> ChangeAsync(Reminder reminder, string delivery, Request change, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var (language, says) = (change.Language, change.Language.Says);
        var text = change.Text.Length > 0 ? change.Text : reminder.Notification.Text;
        if (Reminding.WhyNoText(text, says) is { } reason)
            return new Answer(reason);

        var person = await settings.FindAsync(activity, userId);
        var edit = new Edit(text, delivery, language, activity, userId, person);
        if (change.Parts.Count == 0)
            return await SaveAsync(reminder, edit, timing: null, cancellationToken);

        var zone = Confirmations.ZoneOf(reminder.Schedule, person);
        if (PartsOf(reminder, zone, language) is not { Count: > 0 } parts)
            return new Answer(says.EditTime);
        switch (timings.Of(Part.Merge(parts, change.Parts), zone, person.Times, activity, language))
        {
            case Timing.Found found:
                return await SaveAsync(reminder, edit, found, cancellationToken);
            case Timing.Asks asks:
                await questions.KeepAsync(activity, userId, new Question(text, language.Code, asks.Choices, Audience.Of(reminder), reminder.Id));
                return new Answer(asks.Text);
            case Timing.Past past:
                return new Answer(past.Text);
            default:
                return new Answer(says.EditTime);
        }
    }

    /// <summary>Changes a reminder to a choice that was shown.</summary>
    public async Task<Answer> ChooseAsync(Question question, Timing.Found chosen, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var reminder = await scheduler.GetAsync(new GetRequest { Id = question.Reminder }, cancellationToken: cancellationToken);
        var person = await settings.FindAsync(activity, userId);
        return await SaveAsync(reminder, new Edit(question.Text, "", Language.Of(question.Language), activity, userId, person), chosen, cancellationToken);
    }

    private async Task<Answer> SaveAsync(Reminder reminder, Edit edit, Timing.Found? timing, CancellationToken cancellationToken)
    {
        var says = edit.Language.Says;
        for (var tried = 1; reminder.State is ReminderState.Scheduled or ReminderState.Paused; tried++)
        {
            reminder.Notification.Text = edit.Text;
            if (timing is { } found)
            {
                reminder.Schedule = ScheduleOf(found.Schedule, reminder.Schedule, edit.Activity);
                reminder.Labels.Remove(ReminderLabels.Rule);
                if (found.Rule is { } rule)
                    reminder.Labels[ReminderLabels.Rule] = rule;
            }

            try
            {
                var changed = await scheduler.UpdateAsync(new UpdateRequest { Reminder = reminder }, cancellationToken: cancellationToken);
                return await ConfirmAsync(changed, edit, cancellationToken);
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Aborted or StatusCode.FailedPrecondition && tried < Tries)
            {
                reminder = await scheduler.GetAsync(new GetRequest { Id = reminder.Id }, cancellationToken: cancellationToken);
            }
        }

        if (timing is null)
            return new Answer(says.EditDelivered);
        return await snoozing.SnoozeAsync(reminder, edit.Delivery, edit.Text, timing, edit.Activity, edit.UserId, cancellationToken) is { } again
            ? await ConfirmAsync(again, edit, cancellationToken)
            : new Answer(says.SnoozedBefore);
    }

    private Task<Answer> ConfirmAsync(Reminder reminder, Edit edit, CancellationToken cancellationToken) => confirmations.OfAsync(
        reminder, Confirmations.ZoneOf(reminder.Schedule, edit.Person), edit.Language, reminder.State == ReminderState.Paused ? edit.Language.Says.StillPaused : null, cancellationToken);

    /// <summary>
    /// Returns the schedule to save. A series that keeps its days keeps the date from which they count. A delay counts from now: the scheduler would take an
    /// equal delay for an unchanged schedule.
    /// </summary>
    private Schedule ScheduleOf(Schedule schedule, Schedule before, IncomingActivity activity)
    {
        if (schedule.Delay is { } delay)
            return Schedules.At(timings.NowOf(activity) + delay.ToTimeSpan());
        if (schedule.Recurrence is { } now && before.Recurrence is { } old && RecurrenceRule.HaveSameDays(now.Rule, old.Rule) && now.TimeZone == old.TimeZone)
            now.Start = old.Start[..old.Start.IndexOf('T', StringComparison.Ordinal)] + now.Start[now.Start.IndexOf('T', StringComparison.Ordinal)..];
        return schedule;
    }

    /// <summary>Returns the parts of a reminder's time. Those of a series are read from its words.</summary>
    private static IReadOnlyList<Part> PartsOf(Reminder reminder, DateTimeZone zone, Language language)
    {
        if (reminder.Labels.TryGetValue(ReminderLabels.Rule, out var rule))
            return Request.ReadTime(rule, language);
        var due = Instant.FromDateTimeOffset(reminder.NextDue.ToDateTimeOffset()).InZone(zone).LocalDateTime;
        return [new Part.Date(due.Day, due.Month, due.Year), new Part.Clock(due.TimeOfDay, IsExact: true)];
    }

    /// <param name="Text">The text of the changed reminder.</param>
    /// <param name="Delivery">The name of the delivery that the person saw; empty for none.</param>
    /// <param name="Language">The language of the answer.</param>
    /// <param name="Activity">The activity with the change.</param>
    /// <param name="UserId">The person who changes the reminder.</param>
    /// <param name="Person">The settings of that person.</param>
    private sealed record Edit(string Text, string Delivery, Language Language, IncomingActivity Activity, string UserId, PersonSettings Person);
}
