using Nudge.Client;

var builder = WebApplication.CreateBuilder(args);
builder.AddNudgeClient("scheduler");
builder.AddReminderHandlers(handlers => handlers.Add(Notifications.SendProactive));

var app = builder.Build();
app.MapReminderCallback();

app.MapPost("/remind", async (string userId, NotificationQueue notificationQueue) =>
{
    await notificationQueue.AddReminder(userId, Notifications.SendProactive, 10_000);
});

app.Run();

internal static class Notifications
{
    public static Task SendProactive(string userId) =>
        Console.Out.WriteLineAsync($"Hey {userId}! It's been a while. How are you?");
}
