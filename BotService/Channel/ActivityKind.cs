namespace Nudge.BotService.Channel;

internal enum ActivityKind
{
    /// <summary>Anything else: it refreshes what is known of its conversation.</summary>
    Other,

    /// <summary>The bot can be spoken to in this conversation from now on. Teams announces it by two events.</summary>
    Installed,

    Uninstalled,

    Message,
}
