namespace Nudge.BotService.Conversations;

internal static class ConversationsExtensions
{
    public static void AddConversations(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<ConversationStore>().AddSingleton<Installations>().AddSingleton<Roster>();
}
