using Grpc.Core;
using NodaTime;
using NodaTime.Text;
using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Reminders;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>
/// Snoozes a reminder that was delivered. The snoozed reminder is a new one, so a series goes on as it was. Its request id names the delivery, so a second
/// snooze of the same delivery adds nothing.
/// </summary>
internal sealed class Snoozing(
    NotificationQueue notificationQueue, ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, ToldReminders told, Timings timings)
{
    private const int MaxMinutes = 24 * 60;
    private const int MaxDays = 7;

    /// <summary>Snoozes by a button of the reminder's card.</summary>
    public async Task<CardAnswer> ByCardAsync(Reminder reminder, CardData data, IncomingActivity activity, string userId, Language language, CancellationToken cancellationToken)
    {
        var says = language.Says;
        var person = await settings.FindAsync(activity, userId);
        var now = timings.NowOf(activity, person.ZoneOrUtc);
        Schedule schedule;
        if (data.Number("minutes") is { } minutes)
            schedule = Schedules.After(TimeSpan.FromMinutes(Math.Clamp(minutes, 1, MaxMinutes)));
        else if ((data.Number("days") is { } days ? now.Date.PlusDays((int)Math.Clamp(days, 1, MaxDays)) + person.Times.Morning : PickedIn(data)) is not { } until)
            return CardAnswer.Tell(says.PickBoth);
        else if (until <= now)
            return CardAnswer.Tell(Wording.Fill(says.Past, new Wording(language).At(until, person.ZoneOrUtc.Id)));
        else
            schedule = Schedules.At(until.InZoneLeniently(person.ZoneOrUtc).ToDateTimeOffset());

        var snoozed = await SnoozeAsync(reminder, OccurrenceIn(data, reminder), reminder.Notification.Text, new Timing.Found(schedule, Rule: null), cancellationToken);
        return CardAnswer.Replace(ReminderCards.Settled(reminder.Notification.Text, NoteOf(snoozed, person.ZoneOrUtc, language)));
    }

    /// <summary>Snoozes the reminder that was delivered last, for the time that a person typed.</summary>
    public async Task<Answer> ByWordsAsync(IReadOnlyList<Part> parts, IncomingActivity activity, string userId, Language language, CancellationToken cancellationToken)
    {
        var says = language.Says;
        if (await told.FindAsync(activity, userId) is not var (id, occurrence))
            return new Answer(says.NothingToSnooze);

        var person = await settings.FindAsync(activity, userId);
        switch (timings.Of(parts, person.ZoneOrUtc, person.Times, activity, language))
        {
            case Timing.Found { Rule: null } found:
                var reminder = await scheduler.GetAsync(new GetRequest { Id = id }, cancellationToken: cancellationToken);
                var snoozed = await SnoozeAsync(reminder, occurrence, reminder.Notification.Text, found, cancellationToken);
                return new Answer($"{NoteOf(snoozed, person.ZoneOrUtc, language)}: {Wording.Shorten(reminder.Notification.Text)}");
            case Timing.Asks asks:
                return new Answer($"{asks.Text.Split('\n')[0]}");
            case Timing.Past past:
                return new Answer(Wording.Fill(says.Past, past.Text));
            default:
                return new Answer(says.SnoozeWhen);
        }
    }

    /// <summary>Registers a delivered reminder once more.</summary>
    /// <returns>The reminder; null when this delivery was snoozed before, for another time.</returns>
    public async Task<Reminder?> SnoozeAsync(Reminder reminder, long occurrence, string text, Timing.Found timing, CancellationToken cancellationToken)
    {
        var details = ReminderDetails.Of(reminder.Notification);
        var options = new ReminderOptions { RequestId = $"snooze-{reminder.Id}-{occurrence}", Text = text, Data = details.IsEmpty ? null : details };
        if (timing.Rule is { } rule)
            options.Labels[ReminderLabels.Rule] = rule;
        if (details.AskerId is { } asker)
            options.Labels[ReminderLabels.Asker] = asker;
        try
        {
            return await notificationQueue.AddReminder(reminder.Recipient, Notifications.SendCard, timing.Schedule, options, cancellationToken);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.AlreadyExists)
        {
            return null;
        }
    }

    /// <summary>Returns the occurrence that a card shows. The card of a confirmation shows none.</summary>
    public static long OccurrenceIn(CardData data, Reminder reminder) => data.Number("occurrence") ?? reminder.Occurrence;

    private static string NoteOf(Reminder? snoozed, DateTimeZone zone, Language language) =>
        snoozed is null ? language.Says.SnoozedBefore : Wording.Fill(language.Says.SnoozedUntil, new Wording(language).At(snoozed.NextDue.ToDateTimeOffset(), zone));

    /// <returns>The date and the time that a person picked; null when one is missing.</returns>
    private static LocalDateTime? PickedIn(CardData data) =>
        LocalDatePattern.Iso.Parse(data.Text("date") ?? "") is { Success: true } date && LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(data.Text("time") ?? "") is { Success: true } time
            ? date.Value + time.Value
            : null;
}
