using Grpc.Core;
using NodaTime;
using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Changes the text or the time of a reminder. What the person does not name stays: the time of day, the days, the zone of a series.</summary>
internal sealed class Editing(
    ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, Questions questions, Timings timings, Snoozing snoozing, Confirmations confirmations)
{
    /// <summary>How often a change is tried while deliveries change the reminder, too.</summary>
    private const int Tries = 3;

    /// <summary>Returns the card with the form.</summary>
    public async Task<Answer> ShowAsync(Reminder reminder, long occurrence, IncomingActivity activity, string userId, Language language)
    {
        var zone = await ZoneOfAsync(reminder, activity, userId);
        var when = reminder.Labels.GetValueOrDefault(ReminderLabels.Rule) ?? new Wording(language).At(reminder.NextDue.ToDateTimeOffset(), zone);
        return new Answer(language.Says.Edit, ReminderCards.Edit((reminder.Id, occurrence, reminder.Notification.Text), when, language.Says));
    }

    /// <param name="reminder">The reminder.</param>
    /// <param name="occurrence">The occurrence that the person saw. A reminder that is no longer scheduled is registered once more for it.</param>
    /// <param name="change">The new text, or empty; and the parts of the new time, or none.</param>
    /// <param name="activity">The activity with the change.</param>
    /// <param name="userId">The person who changes the reminder.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Answer> ChangeAsync(Reminder reminder, long occurrence, Request change, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var language = change.Language;
        var text = change.Text.Length > 0 ? change.Text : reminder.Notification.Text;
        if (Reminding.WhyNoText(text, language.Says) is { } reason)
            return new Answer(reason);

        var zone = await ZoneOfAsync(reminder, activity, userId);
        if (change.Parts.Count == 0)
            return await SaveAsync(reminder, occurrence, text, timing: null, zone, language, cancellationToken);

        var times = (await settings.FindAsync(activity, userId)).Times;
        var parts = Part.Merge(PartsOf(reminder, zone, language), change.Parts);
        switch (timings.Of(parts, zone, times, activity, language))
        {
            case Timing.Found found:
                return await SaveAsync(reminder, occurrence, text, found, zone, language, cancellationToken);
            case Timing.Asks asks:
                await questions.KeepAsync(activity, userId, new Question(text, language.Code, asks.Choices, new Audience(reminder.Recipient.UserId, ReminderDetails.Of(reminder.Notification)), reminder.Id));
                return new Answer(asks.Text);
            case Timing.Past past:
                return new Answer(Wording.Fill(language.Says.Past, past.Text));
            default:
                return new Answer(language.Says.EditTime);
        }
    }

    /// <summary>Changes a reminder to a choice that was shown.</summary>
    public async Task<Answer> ChooseAsync(Question question, Timing.Found chosen, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var reminder = await scheduler.GetAsync(new GetRequest { Id = question.Reminder }, cancellationToken: cancellationToken);
        return await SaveAsync(reminder, reminder.Occurrence, question.Text, chosen, await ZoneOfAsync(reminder, activity, userId), Language.Of(question.Language), cancellationToken);
    }

    private async Task<Answer> SaveAsync(Reminder reminder, long occurrence, string text, Timing.Found? timing, DateTimeZone zone, Language language, CancellationToken cancellationToken)
    {
        for (var tried = 1; reminder.State is ReminderState.Scheduled or ReminderState.Paused; tried++)
        {
            reminder.Notification.Text = text;
            if (timing is { } found)
            {
                reminder.Schedule = found.Schedule;
                reminder.Labels.Remove(ReminderLabels.Rule);
                if (found.Rule is { } rule)
                    reminder.Labels[ReminderLabels.Rule] = rule;
            }

            try
            {
                var changed = await scheduler.UpdateAsync(new UpdateRequest { Reminder = reminder }, cancellationToken: cancellationToken);
                return await confirmations.OfAsync(changed, zone, language, note: null, cancellationToken);
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Aborted or StatusCode.FailedPrecondition && tried < Tries)
            {
                reminder = await scheduler.GetAsync(new GetRequest { Id = reminder.Id }, cancellationToken: cancellationToken);
            }
        }

        if (timing is null)
            return new Answer(language.Says.EditTime);
        return await snoozing.SnoozeAsync(reminder, occurrence, text, timing, cancellationToken) is { } again
            ? await confirmations.OfAsync(again, zone, language, note: null, cancellationToken)
            : new Answer(language.Says.SnoozedBefore);
    }

    /// <summary>Returns the zone of a series; the person's zone for one time.</summary>
    private async Task<DateTimeZone> ZoneOfAsync(Reminder reminder, IncomingActivity activity, string userId) =>
        SettingsStore.ParseZone(reminder.Schedule.Recurrence?.TimeZone) ?? (await settings.FindAsync(activity, userId)).ZoneOrUtc;

    /// <summary>Returns the parts of a reminder's time. Those of a series are read from its words.</summary>
    private static IReadOnlyList<Part> PartsOf(Reminder reminder, DateTimeZone zone, Language language)
    {
        if (reminder.Labels.TryGetValue(ReminderLabels.Rule, out var rule))
            return Request.ReadTime(rule, language);
        var due = Instant.FromDateTimeOffset(reminder.NextDue.ToDateTimeOffset()).InZone(zone).LocalDateTime;
        return [new Part.Date(due.Day, due.Month, due.Year), new Part.Clock(due.TimeOfDay, IsExact: true)];
    }
}
