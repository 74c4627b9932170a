namespace Nudge.BotService.Commands;

internal static class CommandsExtensions
{
    public static void AddCommands(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<CommandRunner>().AddSingleton<ShownLists>();
}
