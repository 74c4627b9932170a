using Microsoft.Teams.Apps;
using Nudge.Client;
using Nudge.Teams;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTeamsBotApplication();
builder.AddRedisClient("redis");
builder.AddNudgeClient("scheduler");
builder.AddNudgeTeams();
builder.AddRedisReceipts();
builder.AddReminderHandlers(handlers => handlers.Add(Notifications.SendProactive));

var app = builder.Build();
app.MapReminderCallback();
var notificationQueue = app.Services.GetRequiredService<NotificationQueue>();
var teams = app.UseTeamsBotApplication().UseNudge(app.Services);
teams.OnInstall(async (context, cancellationToken) =>
{
    await context.SendAsync("Hi! I am going to remind you to say something to me soon!", cancellationToken);
    var userId = context.Activity.From!.AadObjectId!;
    await notificationQueue.AddReminder(userId, Notifications.SendProactive, 10_000, cancellationToken: cancellationToken);
});
app.Run();

internal static class Notifications
{
    public static Task SendProactive(string userId, ProactiveApp app) => app.Send(userId, "Hey! It's been a while. How are you?");
}
