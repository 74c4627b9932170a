namespace Nudge.AppHost;

internal static class BotCommands
{
    /// <summary>Adds <em>Remind me</em>: a reminder for the person who last wrote to the bot.</summary>
    public static IResourceBuilder<ProjectResource> WithBotCommands(this IResourceBuilder<ProjectResource> bot) =>
        bot.WithCommand("remind", "Remind me", context => RemindAsync(bot, context), new CommandOptions
        {
            Description = "Registers a reminder for the person who last wrote to the bot.",
            IconName = "AlertUrgent",
            IsHighlighted = true,
            Arguments =
            [
                new InteractionInput { Name = "text", Label = "What about", InputType = InputType.Text, Required = true, Value = "Stretch" },
                new InteractionInput { Name = "in", Label = "When", Description = "A number and a unit: 30s, 5m or 2h.", InputType = InputType.Text, Required = true, Value = "10s" },
            ],
        });

    private static async Task<ExecuteCommandResult> RemindAsync(IResourceBuilder<ProjectResource> bot, ExecuteCommandContext context)
    {
        var query = $"in={Escape("in")}&text={Escape("text")}";
        using var client = new HttpClient();
        try
        {
            using var answer = await client.PostAsync(new Uri($"{bot.GetEndpoint("http").Url}/remind-me?{query}"), content: null, context.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(context.CancellationToken);
            return answer.IsSuccessStatusCode ? CommandResults.Success("Registered.", text, CommandResultFormat.Text, displayImmediately: true) : CommandResults.Failure(text);
        }
        catch (HttpRequestException failure)
        {
            return CommandResults.Failure($"The bot did not answer: {failure.Message}");
        }

        string Escape(string argument) => Uri.EscapeDataString(context.Arguments.GetString(argument) ?? "");
    }
}
