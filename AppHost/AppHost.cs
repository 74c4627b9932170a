// The deployment diagram on Aspire: PlainHost.cs says the same with plain processes.
using Nudge.AppHost;
using Nudge.AppHost.Plain;

if (args is [PlainHost.Switch, ..])
    return await PlainHost.RunAsync(args);

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    using var data = DataFolder.Open(builder.Configuration["data"]);

    // Where containers can be run, the stores that many nodes share, and two schedulers; else those of one node, embedded.
    var hasContainers = await ContainerRuntime.AnswersAsync();
    var reminders = hasContainers
        ? builder.AddDurablePostgres("reminders")
        : builder.AddConnectionString("reminders", ReferenceExpression.Create($"Data Source={data.File("reminders.db")}"));
    var redis = hasContainers ? builder.AddDurableRedis("redis") : builder.AddLocalRedis("redis", data.Folder("redis"));

    var scheduler = builder.AddProject<Projects.SchedulerService>("scheduler")
        .WithReplicas(hasContainers ? 2 : 1)
        .WithReference(reminders).WaitFor(reminders)
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithUrlForEndpoint("http", url => { url.DisplayText = "Health"; url.Url = "/health"; })
        .WithUrlForEndpoint("grpc", url => url.DisplayText = "gRPC");

    var bot = builder.AddProject<Projects.BotService>("bot")
        .WithReference(redis).WaitFor(redis)
        .WithReference(scheduler).WaitFor(scheduler)
        .WithExternalHttpEndpoints()
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WithUrlForEndpoint("http", url => { url.DisplayText = "Messages, for the Playground"; url.Url = "/api/messages"; })
        .WithUrlForEndpoint("callback", url => url.DisplayText = "Callback (gRPC)")
        .WithHttpCommand("/remind-me", "Remind me", endpointName: "http");

    bot.OnResourceReady((_, _, _) =>
    {
        var messages = bot.GetEndpoint("http").Url;
        Console.WriteLine($"Nudge is up: the bot takes messages at {messages}/api/messages. Register a reminder:");
        Console.WriteLine($"  curl -X POST \"{messages}/remind-me?in=10s&text=Stretch\"");
        return Task.CompletedTask;
    });

    // Each knows the other, and only the bot waits: the scheduler needs nobody to start.
    scheduler.WithReference(bot);

    await builder.Build().RunAsync();
    return 0;
}
catch (CannotStartException failure)
{
    return failure.Explain();
}
