using Grpc.Core;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;

namespace Nudge.BotService.Reminders;

/// <summary>An endpoint to try Nudge out in the Development environment. It registers a reminder for the conversation with the latest activity.</summary>
internal static class RemindMe
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(10);

    public static void MapRemindMe(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapPost("/remind-me", AddAsync).AddEndpointFilter<LocalOnlyFilter>();
    }

    private static async Task<IResult> AddAsync(
        ConversationStore conversations, NotificationQueue notificationQueue, string? @in, string text = "Stretch!", CancellationToken cancellationToken = default)
    {
        if ((@in is null ? DefaultDelay : Request.ReadDuration(@in)?.ToTimeSpan()) is not { } delay)
            return Results.Text("in is not a delay: use a number and a unit, such as 30s, 5m or 2h", statusCode: StatusCodes.Status400BadRequest);

        if (await conversations.FindLatestAsync() is not { } conversation)
            return Results.Text("the bot knows no conversation yet: install the bot or send it a message first", statusCode: StatusCodes.Status409Conflict);

        try
        {
            var reminder = await notificationQueue.AddReminder(
                conversation.ToRecipient(), Notifications.SendText, Schedules.After(delay), new ReminderOptions { Text = text }, cancellationToken);
            return Results.Text($"reminder {reminder.Id} is due at {reminder.NextDue.ToDateTimeOffset():O}");
        }
        catch (RpcException failure)
        {
            return Results.Text(SchedulerErrors.InWords(failure, Language.Of(Language.Fallback).Says), statusCode: SchedulerErrors.IsRefusal(failure) ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable);
        }
    }
}
