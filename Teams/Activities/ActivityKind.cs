namespace Nudge.Teams;

/// <summary>What an activity means for the bot.</summary>
public enum ActivityKind
{
    /// <summary>Any other activity. It updates the stored conversation.</summary>
    Other,

    /// <summary>The bot was installed in the conversation. Teams announces an installation by two events.</summary>
    Installed,

    /// <summary>The bot was removed from the conversation.</summary>
    Uninstalled,

    /// <summary>A message to the bot: in a personal chat, or one that mentions the bot.</summary>
    Message,
}
