using Grpc.Core;
using NodaTime;
using NodaTime.Text;
using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
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
    Registrar registrar, ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, DeliveredReminders delivered, Questions questions, Timings timings)
{
    private const int MaxMinutes = 24 * 60;
    private const int MaxDays = 7;
    private const int LastYear = 2199;

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

        var text = reminder.Notification.Text;
        var snoozed = await SnoozeAsync(reminder, DeliveryIn(data), text, new Timing.Found(schedule, Rule: null), activity, userId, cancellationToken);
        return CardAnswer.Replace(ReminderCards.Settled(text, NoteOf(snoozed, person.ZoneOrUtc, language)));
    }

    /// <summary>Snoozes the reminder that was delivered last, for the time that a person typed.</summary>
    public async Task<Answer> ByWordsAsync(IReadOnlyList<Part> parts, IncomingActivity activity, string userId, Language language, CancellationToken cancellationToken)
    {
        var says = language.Says;
        if (await delivered.FindAsync(activity, userId) is not var (id, delivery))
            return new Answer(says.NothingToSnooze);

        var person = await settings.FindAsync(activity, userId);
        var reminder = await scheduler.GetAsync(new GetRequest { Id = id }, cancellationToken: cancellationToken);
        switch (timings.Of(parts, person.ZoneOrUtc, person.Times, activity, language))
        {
            case Timing.Found { Rule: null } found:
                return await AnswerAsync(reminder, delivery, found, person.ZoneOrUtc, language, activity, userId, cancellationToken);
            case Timing.Asks asks when asks.Choices.All(choice => choice.Rule is null):
                await questions.KeepAsync(activity, userId, new Question(reminder.Notification.Text, language.Code, asks.Choices, Audience.Of(reminder), id, delivery));
                return new Answer(asks.Text);
            case Timing.Past past:
                return new Answer(past.Text);
            default:
                return new Answer(says.SnoozeWhen);
        }
    }

    /// <summary>Snoozes for a choice that was shown.</summary>
    public async Task<Answer> ChooseAsync(Question question, Timing.Found chosen, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var reminder = await scheduler.GetAsync(new GetRequest { Id = question.Reminder }, cancellationToken: cancellationToken);
        var zone = (await settings.FindAsync(activity, userId)).ZoneOrUtc;
        return await AnswerAsync(reminder, question.Delivery!, chosen, zone, Language.Of(question.Language), activity, userId, cancellationToken);
    }

    /// <summary>Registers a delivered reminder once more. After a snooze that was cancelled, a delivery can be snoozed again.</summary>
    /// <returns>The reminder; null when this delivery was snoozed before, or the person for whom it is has muted the one who asks.</returns>
    public async Task<Reminder?> SnoozeAsync(
        Reminder reminder, string delivery, string text, Timing.Found timing, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        for (var key = $"{reminder.Id}-{delivery}"; ;)
        {
            var registration = new Registration(reminder.Recipient, text, timing, ReminderDetails.Of(reminder.Notification), $"snooze-{key}", activity.Conversation.ConversationId)
            {
                Snoozes = key,
            };
            Reminder? snoozed;
            try
            {
                snoozed = await registrar.AddAsync(registration, userId, cancellationToken);
                if (snoozed is not { State: ReminderState.Cancelled })
                    return snoozed is { State: ReminderState.Scheduled } ? snoozed : null;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.AlreadyExists)
            {
                if ((snoozed = await FindCancelledAsync(reminder.Recipient, key, cancellationToken)) is null)
                    return null;
            }

            key = snoozed.Id;
        }
    }

    private async Task<Reminder?> FindCancelledAsync(Recipient recipient, string delivery, CancellationToken cancellationToken)
    {
        var filter = new ReminderFilter { Recipient = recipient, States = { ReminderState.Cancelled }, Labels = { [ReminderLabels.Snoozes] = delivery } };
        return (await scheduler.ListAsync(new ListRequest { Filter = filter }, cancellationToken: cancellationToken)).Reminders.FirstOrDefault();
    }

    /// <summary>Returns the name of the delivery that a card shows. The card of a confirmation shows none.</summary>
    public static string DeliveryIn(CardData data) => data.Text("delivery") ?? "";

    private async Task<Answer> AnswerAsync(
        Reminder reminder, string delivery, Timing.Found timing, DateTimeZone zone, Language language, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var text = reminder.Notification.Text;
        return new Answer($"{NoteOf(await SnoozeAsync(reminder, delivery, text, timing, activity, userId, cancellationToken), zone, language)}: {Wording.Shorten(text)}");
    }

    private static string NoteOf(Reminder? snoozed, DateTimeZone zone, Language language) =>
        snoozed is null ? language.Says.SnoozedBefore : Wording.Fill(language.Says.SnoozedUntil, new Wording(language).At(snoozed.NextDue.ToDateTimeOffset(), zone));

    /// <returns>The date and the time that a person picked; null when one is missing.</returns>
    private static LocalDateTime? PickedIn(CardData data) =>
        LocalDatePattern.Iso.Parse(data.Text("date") ?? "") is { Success: true, Value: { Year: <= LastYear } date }
        && LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(data.Text("time") ?? "") is { Success: true } time
            ? date + time.Value
            : null;
}
