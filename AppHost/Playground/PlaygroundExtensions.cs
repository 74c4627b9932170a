namespace Nudge.AppHost;

/// <summary>The Microsoft 365 Agents Playground, Microsoft's local Teams client, as a resource.</summary>
internal static class PlaygroundExtensions
{
    /// <summary>
    /// The fixed port of the Playground. The bot stores the Playground's address as the service URL of each conversation, so a restart must not change it.
    /// </summary>
    private const int Port = 56150;

    /// <summary>Adds the Playground, connected to a bot. Without Node.js, adds a resource that only names the missing program.</summary>
    /// <param name="builder">The deployment.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="bot">The bot that the Playground talks to.</param>
    /// <param name="folder">The folder of the Playground's files.</param>
    public static void AddPlayground(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ProjectResource> bot, string folder)
    {
        if (!NodeJs.IsInstalled())
        {
            builder.AddResource(new MissingPlaygroundResource(name)).WithInitialState(MissingPlaygroundResource.State).WithIconName("Chat").WithParentRelationship(bot);
            return;
        }

        var playground = builder.AddExecutable(name, "node", folder, PlaygroundFiles.Program, "start", "-c", "msteams", "--disable-telemetry");
        playground
            .WithHttpEndpoint(Port, name: "http", isProxied: false)
            .WithArgs(context =>
            {
                context.Args.Add("-e");
                context.Args.Add(ReferenceExpression.Create($"{bot.GetEndpoint("http")}/api/messages"));
                context.Args.Add("-p");
                context.Args.Add(playground.GetEndpoint("http").Property(EndpointProperty.TargetPort));
            })
            .WithEnvironment("TEAMSAPPTESTER_BROWSER", "none")
            .WithEnvironment("M365_AGENTS_PLAYGROUND_CONFIG_PATH", Path.Combine(folder, PlaygroundFiles.Configuration))
            .WithEnvironment("M365_AGENTS_PLAYGROUND_LOGFILE", Path.Combine(folder, "playground.log"))
            .WithHttpHealthCheck("/_debug/ping")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Open the Playground")
            .WithIconName("Chat")
            .WithParentRelationship(bot)
            .WaitFor(bot)
            .RestartsAfterCrash()
            .OnBeforeResourceStarted((_, start, cancellationToken) =>
                NodeJs.InstallAsync(folder, start.Services.GetRequiredService<ResourceLoggerService>().GetLogger(playground.Resource), cancellationToken));
    }
}
