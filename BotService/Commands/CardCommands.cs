using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using NodaTime;
using Nudge.BotService.Cards;
using Nudge.BotService.Reminders;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>
/// Runs what the buttons of a reminder's card ask for. A snoozed reminder is a new one, so a series goes on as it was. Its request id names the delivery, so
/// a second click snoozes nothing twice.
/// </summary>
internal sealed class CardCommands(NotificationQueue notificationQueue, ReminderScheduler.ReminderSchedulerClient scheduler, SettingsStore settings, TimeProvider time)
{
    private const string Done = "done";
    private const string Snooze = "snooze";
    private const string SnoozeTomorrow = "snooze-tomorrow";
    private const int MaxMinutes = 24 * 60;

    /// <returns>The card that takes the place of the clicked one; null when the card has no such button.</returns>
    public async Task<JsonObject?> RunAsync(CardAction action, Language language, CancellationToken cancellationToken)
    {
        if (action.Verb is not (Done or Snooze or SnoozeTomorrow) || TextIn(action.Data, "reminder") is not { } id)
            return null;

        var says = language.Says;
        if (await FindAsync(id, cancellationToken) is not { } reminder)
            return ReminderCards.Settled("", says.ReminderGone);
        // The data can be forged, so the person's own id decides.
        if (action.Activity.UserId is not { Length: > 0 } userId || reminder.Recipient.UserId != userId)
            return ReminderCards.Settled("", says.NotYours);

        var text = reminder.Notification.Text;
        if (action.Verb == Done)
            return ReminderCards.Settled(text, says.Done);

        var person = await settings.FindAsync(action.Activity, userId);
        var schedule = action.Verb == Snooze ? Schedules.After(TimeSpan.FromMinutes(MinutesIn(action.Data))) : Schedules.At(TomorrowMorning(person, action.Activity));
        var until = await SnoozeAsync(reminder, $"snooze-{id}-{NumberIn(action.Data, "occurrence")}", schedule, cancellationToken);
        return ReminderCards.Settled(text, until is { } due
            ? Wording.Fill(says.SnoozedUntil, new Wording(language).At(due, person.ZoneOrUtc))
            : says.SnoozedBefore);
    }

    /// <returns>The due time; null when the delivery was snoozed before, for another time.</returns>
    private async Task<DateTimeOffset?> SnoozeAsync(Reminder reminder, string requestId, Schedule schedule, CancellationToken cancellationToken)
    {
        try
        {
            var snoozed = await notificationQueue.AddReminder(
                reminder.Recipient, Notifications.SendCard, schedule, new ReminderOptions { RequestId = requestId, Text = reminder.Notification.Text }, cancellationToken);
            return snoozed.NextDue.ToDateTimeOffset();
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.AlreadyExists)
        {
            return null;
        }
    }

    private async Task<Reminder?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await scheduler.GetAsync(new GetRequest { Id = id }, cancellationToken: cancellationToken);
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private DateTimeOffset TomorrowMorning(PersonSettings person, IncomingActivity activity)
    {
        var today = Instant.FromDateTimeOffset(activity.At ?? time.GetUtcNow()).InZone(person.ZoneOrUtc).Date;
        return (today.PlusDays(1) + person.Times.Morning).InZoneLeniently(person.ZoneOrUtc).ToDateTimeOffset();
    }

    private static long MinutesIn(JsonElement data) => Math.Clamp(NumberIn(data, "minutes"), 1, MaxMinutes);

    private static long NumberIn(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static string? TextIn(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
