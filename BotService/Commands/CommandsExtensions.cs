using Nudge.BotService.Settings;

namespace Nudge.BotService.Commands;

internal static class CommandsExtensions
{
    public static void AddCommands(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CommandRunner>().AddSingleton<Reminding>().AddSingleton<ListCommands>().AddSingleton<SettingCommands>().AddSingleton<CardCommands>();
        builder.Services.AddSingleton<SettingsStore>().AddSingleton<ShortMemory>().AddSingleton<ShownLists>().AddSingleton<Questions>().AddSingleton<LastReminders>();
    }
}
