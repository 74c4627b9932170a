namespace Nudge.AppHost.Plain;

/// <summary>The deployment diagram as plain processes: AppHost.cs says the same to Aspire.</summary>
internal static class PlainHost
{
    /// <summary>Asks for plain processes where the build carries Aspire too, as the end-to-end tests do.</summary>
    public const string Switch = "--plain";

    /// <returns>The process' exit code: 0, or <see cref="CannotStartException.ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args) => Application.RunAsync(args, (data, log) =>
    {
        var redis = new Resource("redis", "LocalRedis", log)
            .WithEndpoint("tcp", 6379);
        redis.WithArguments("--port", $"{redis["tcp"].Port}", "--data", data.Folder("redis"));

        var scheduler = new Resource("scheduler", "SchedulerService", log)
            .WithEndpoint("http", 5080)
            .WithEndpoint("grpc", 5081)
            .WithConnectionString("reminders", $"Data Source={data.File("reminders.db")}");

        var bot = new Resource("bot", "BotService", log)
            .WithEndpoint("http", 3978)
            .WithEndpoint("callback", 3979)
            .WithConnectionString("redis", redis["tcp"].Authority)
            .WithReference(scheduler);

        // Each knows the other, and only the bot waits: the scheduler needs nobody to start.
        scheduler.WithReference(bot);

        return [redis, scheduler, bot];
    });
}
