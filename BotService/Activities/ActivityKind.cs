namespace Nudge.BotService.Activities;

internal enum ActivityKind
{
    /// <summary>Any other activity. It updates the stored conversation.</summary>
    Other,

    /// <summary>The bot was installed in the conversation. Teams announces an installation by two events.</summary>
    Installed,

    Uninstalled,

    Message,
}
