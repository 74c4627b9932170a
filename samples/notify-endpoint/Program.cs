using Nudge.Client;

var builder = WebApplication.CreateBuilder(args);
builder.AddNudgeClient("scheduler");
builder.AddReminderHandlers(handlers => handlers.Add(Notifications.OrderShipped));

var app = builder.Build();
app.MapReminderCallback();
app.MapPost("/orders/{number}/shipped", async (string number, string user, NotificationQueue notificationQueue) =>
{
    var reminder = await notificationQueue.AddReminder(
        user, Notifications.OrderShipped, TimeSpan.FromSeconds(1), new ReminderOptions { RequestId = $"shipped/{number}", Data = new Order(number) });
    return Results.Text($"{user} is told about order {number} at {reminder.NextDue.ToDateTimeOffset():O}\n");
});
app.Run();

/// <summary>An order, as a reminder keeps it.</summary>
/// <param name="Number">The order's number.</param>
internal sealed record Order(string Number);

/// <summary>The methods that the scheduler calls.</summary>
internal static class Notifications
{
    /// <summary>Tells a user that an order was shipped. A real application sends a mail here.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="order">The order.</param>
    public static Task OrderShipped(string userId, Order order)
    {
        Console.WriteLine($"Order {order.Number} was shipped, {userId}");
        return Task.CompletedTask;
    }
}
