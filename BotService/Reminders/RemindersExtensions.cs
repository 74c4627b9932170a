namespace Nudge.BotService.Reminders;

internal static class RemindersExtensions
{
    /// <summary>Adds the client of the scheduler, and the methods that it calls when reminders are due.</summary>
    public static void AddReminders(this IHostApplicationBuilder builder)
    {
        // The bot answers people without the scheduler, so the scheduler's health is not the bot's.
        builder.AddNudgeClient("scheduler", settings => settings.DisableHealthChecks = true);
        builder.AddReminderHandlers(handlers => handlers.Add(Notifications.SendProactive).Add(Notifications.SendText).Add(Notifications.SendCard).Add("", Notifications.SendText));
        builder.AddRedisReceipts();
        builder.Services.AddGrpcReflection();
    }

    /// <summary>Maps the callback, and the endpoint <c>/remind-me</c>.</summary>
    public static void MapReminders(this WebApplication app)
    {
        app.MapReminderCallback();
        app.MapGrpcReflectionService().AllowAnonymous();
        app.MapRemindMe();
    }
}
