// The deployment: the resources, their stores, and the references between them.
using Nudge.AppHost;

try
{
    CommandLine.Check(args);
    var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DashboardApplicationName = "Nudge" });
    using var data = DataFolder.Open(builder.Configuration["data"]);

    // Order of preference: a given server, a container, an embedded store.
    var hasContainers = await ContainerRuntime.AnswersAsync();
    var reminders = builder.FindGivenReminders("reminders")
        ?? (hasContainers ? builder.AddDurablePostgres("reminders") : builder.AddSqliteFile("reminders", data.File("reminders.db")));
    var redis = builder.FindGivenRedis("redis")
        ?? (hasContainers ? builder.AddDurableRedis("redis") : builder.AddLocalRedis("redis", data.Folder("redis")));

    var scheduler = builder.AddNudge<Projects.SchedulerService>("scheduler")
        .WithReplicas(reminders.IsPostgres() ? 2 : 1)
        .WithReference(reminders).WaitFor(reminders)
        .WithServiceDefaults();

    var bot = builder.AddProject<Projects.BotService>("bot")
        .WithIconName("Bot")
        .WithReference(redis).WaitFor(redis)
        .WithReference(scheduler).WaitFor(scheduler)
        .WithBotRegistration()
        .WithExternalHttpEndpoints()
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithUrlForEndpoint("http", url => { url.DisplayText = "Messages endpoint"; url.Url = "/api/messages"; })
        .WithUrlForEndpoint("callback", url => url.DisplayText = "Callback (gRPC)")
        .WithBotCommands()
        .WithServiceDefaults();

    // Each service calls the other one. Only the bot waits for the scheduler, so the start order is defined.
    scheduler.WithCallback("bot", bot.GetEndpoint("callback"));

    builder.AddPlayground("playground", bot, data.Folder("playground"));

    await builder.CheckPortsAsync();
    await builder.Build().RunAsync();
    return 0;
}
catch (CannotStartException failure)
{
    return failure.Explain();
}
