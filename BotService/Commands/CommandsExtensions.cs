using Nudge.BotService.Memory;
using Nudge.BotService.Settings;

namespace Nudge.BotService.Commands;

internal static class CommandsExtensions
{
    public static void AddCommands(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<CommandRunner>().AddSingleton<CardCommands>().AddSingleton<MessageActions>()
        .AddSingleton<Registrar>().AddSingleton<Reminding>().AddSingleton<ListCommands>().AddSingleton<Editing>().AddSingleton<Snoozing>().AddSingleton<Muting>().AddSingleton<SettingCommands>().AddSingleton<ForgetCommands>()
        .AddSingleton<Audiences>().AddSingleton<Timings>().AddSingleton<Confirmations>()
        .AddSingleton<SettingsStore>().AddSingleton<MutedSenders>()
        .AddSingleton<ShortMemory>().AddSingleton<ShownLists>().AddSingleton<Questions>().AddSingleton<LastReminders>().AddSingleton<DeliveredReminders>();
}
