using Google.Protobuf;
using NodaTime;
using Nudge.BotService.Reminders;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;
using Duration = NodaTime.Duration;

namespace Nudge.BotService.Commands;

/// <summary>Registers the reminder that a person asks for, or asks what the person means.</summary>
internal sealed class Reminding(
    NotificationQueue notificationQueue, ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, Questions questions, LastReminders lastReminders, TimeProvider time)
{
    private const int ShownInstants = 3;

    /// <summary>The most characters of a text. Teams refuses a much longer message.</summary>
    private const int MaxText = 4_000;

    /// <returns>The answer to show.</returns>
    public async Task<string> RemindAsync(Request request, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var says = request.Language.Says;
        if (request.Text.Length == 0)
            return says.NoText;
        if (request.Text.Length > MaxText)
            return Wording.Fill(says.TooLong, MaxText);

        var (zoneOfPerson, times) = await settings.FindAsync(activity, userId);
        var zone = zoneOfPerson ?? DateTimeZone.Utc;
        var wording = new Wording(request.Language);
        var now = Instant.FromDateTimeOffset(activity.At ?? time.GetUtcNow()).InZone(zone).LocalDateTime;
        switch (new Planner(now, times).Of(request.Parts))
        {
            case null:
                return Wording.Fill(says.NoTime, Wording.Shorten(request.Text));
            case Plan.Past past:
                return Wording.Fill(says.Past, wording.At(past.Time, zone.Id));
            case Plan.Ask ask:
                var question = new Question(request.Text, request.Language.Code, [.. ask.Choices.Select(choice => TimingOf(choice, zone, wording)).Select(timing => new Choice(JsonFormatter.Default.Format(timing.Schedule), timing.Rule))]);
                await questions.KeepAsync(activity, userId, question);
                return Wording.Fill(says.Ask, Wording.Join([.. ask.Choices.Select((choice, index) => Wording.Fill(says.Choice, index + 1, Say(choice, zone, wording)))], says.Or));
            case { } plan:
                var answer = await RegisterAsync(request.Text, request.Language, TimingOf(plan, zone, wording), zone, activity, userId, cancellationToken);
                return zoneOfPerson is null && plan is not Plan.In ? $"{answer}\n{says.AssumedZone}" : answer;
        }
    }

    /// <summary>Registers the reminder of a choice that was shown.</summary>
    /// <returns>The answer to show; null when there is no such choice.</returns>
    public async Task<string?> ChooseAsync(int number, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        if (await questions.FindAsync(activity, userId) is not { } question || number < 1 || number > question.Choices.Count)
            return null;

        var choice = question.Choices[number - 1];
        var schedule = JsonParser.Default.Parse<Schedule>(choice.Schedule);
        var zone = SettingsStore.ParseZone(schedule.Recurrence?.TimeZone) ?? (await settings.FindAsync(activity, userId)).ZoneOrUtc;
        return await RegisterAsync(question.Text, Language.Of(question.Language), (schedule, choice.Rule), zone, activity, userId, cancellationToken);
    }

    private async Task<string> RegisterAsync(
        string text, Language language, (Schedule Schedule, string? Rule) timing, DateTimeZone zone, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var (schedule, rule) = timing;
        var options = new ReminderOptions { RequestId = activity.RequestId, Text = text };
        if (rule is not null)
            options.Labels[ReminderLabels.Rule] = rule;
        var reminder = await notificationQueue.AddReminder(Recipients.Of(activity, userId), Notifications.SendCard, schedule, options, cancellationToken);
        await lastReminders.KeepAsync(activity, userId, reminder.Id);

        var wording = new Wording(language);
        var shown = Wording.Shorten(text);
        if (rule is null)
        {
            var due = wording.At(reminder.NextDue.ToDateTimeOffset(), zone);
            return schedule.Delay is { } delay
                ? Wording.Fill(language.Says.RemindIn, wording.DurationOf(Duration.FromTimeSpan(delay.ToTimeSpan())), due, shown)
                : Wording.Fill(language.Says.RemindOn, due, shown);
        }

        var preview = await scheduler.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = schedule, Count = ShownInstants }, cancellationToken: cancellationToken);
        return Wording.Fill(language.Says.RemindSeries, rule, zone.Id, shown, string.Join("; ", preview.Instants.Select(instant => wording.At(instant.ToDateTimeOffset(), zone))));
    }

    /// <summary>Returns the schedule of a plan, and a series in words.</summary>
    private static (Schedule Schedule, string? Rule) TimingOf(Plan plan, DateTimeZone zone, Wording wording) => plan switch
    {
        Plan.In { Delay: var delay } => (Schedules.After(delay.ToTimeSpan()), null),
        Plan.On { Time: var local } => (Schedules.At(local.InZoneLeniently(zone).ToDateTimeOffset()), null),
        Plan.Series series => (Schedules.Rule(RecurrenceRule.Of(series), series.Start.ToDateTimeUnspecified(), zone.Id), wording.RuleOf(series)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(Plan plan, DateTimeZone zone, Wording wording) => plan switch
    {
        Plan.Series series => wording.RuleOf(series),
        Plan.On on => wording.At(on.Time, zone.Id),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
