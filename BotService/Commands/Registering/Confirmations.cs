using NodaTime;
using Nudge.BotService.Cards;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.V1;
using Duration = NodaTime.Duration;

namespace Nudge.BotService.Commands;

/// <summary>Confirms a registration: what, when exactly, in which zone and, for a series, its next times.</summary>
internal sealed class Confirmations(ReminderScheduler.ReminderSchedulerClient scheduler, TimeProvider time)
{
    private const int ShownInstants = 3;

    /// <param name="reminder">The reminder as the scheduler stored it.</param>
    /// <param name="zone">The zone in which times are shown.</param>
    /// <param name="language">The language.</param>
    /// <param name="note">A further line; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Answer> OfAsync(Reminder reminder, DateTimeZone zone, Language language, string? note, CancellationToken cancellationToken)
    {
        var says = language.Says;
        var wording = new Wording(language);
        var rule = reminder.Labels.GetValueOrDefault(ReminderLabels.Rule);
        var due = wording.At(reminder.NextDue.ToDateTimeOffset(), zone);
        var when = rule is not null ? Wording.Fill(says.WhenSeries, rule, zone.Id)
            : DelayOf(reminder) is { } delay ? Wording.Fill(says.WhenIn, wording.DurationOf(delay), due)
            : Wording.Fill(says.WhenOn, due);

        var text = Wording.Shorten(reminder.Notification.Text);
        var details = ReminderDetails.Of(reminder.Notification);
        var said = details.AskerId is null ? Wording.Fill(says.Remind, when, text) : Wording.Fill(says.RemindOther, when, text, details.UserName ?? says.Everyone);
        if (rule is not null)
        {
            var preview = await scheduler.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = reminder.Schedule, Count = ShownInstants }, cancellationToken: cancellationToken);
            said += "\n" + Wording.Fill(says.Next, string.Join("; ", preview.Instants.Select(instant => wording.At(instant.ToDateTimeOffset(), zone))));
        }

        if (note is not null)
            said += "\n" + note;
        return new Answer(said, ReminderCards.Confirmation(said, (reminder.Id, reminder.Notification.Text), WhenOf(reminder, zone, language), says));
    }

    /// <summary>Returns the zone of a series; the person's zone for one time.</summary>
    public static DateTimeZone ZoneOf(Schedule schedule, PersonSettings person) => SettingsStore.ParseZone(schedule.Recurrence?.TimeZone) ?? person.ZoneOrUtc;

    /// <summary>Says when a reminder is due: the rule of a series, or the time.</summary>
    public static string WhenOf(Reminder reminder, DateTimeZone zone, Language language) =>
        reminder.Labels.GetValueOrDefault(ReminderLabels.Rule) ?? new Wording(language).At(reminder.NextDue.ToDateTimeOffset(), zone);

    /// <summary>Returns the delay of a reminder that was registered just now. Later, the delay is no longer the time that is left.</summary>
    private Duration? DelayOf(Reminder reminder) =>
        reminder.Schedule.Delay is { } delay && time.GetUtcNow() - (reminder.NextDue.ToDateTimeOffset() - delay.ToTimeSpan()) < TimeSpan.FromMinutes(1)
            ? Duration.FromTimeSpan(delay.ToTimeSpan())
            : null;
}
