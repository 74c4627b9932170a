using Nudge.BotService.Settings;

namespace Nudge.BotService.Commands;

internal static class CommandsExtensions
{
    public static void AddCommands(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<CommandRunner>().AddSingleton<Reminding>().AddSingleton<CardCommands>().AddSingleton<ShownLists>().AddSingleton<Questions>().AddSingleton<SettingCommands>().AddSingleton<SettingsStore>().AddSingleton<LastReminders>();
}
