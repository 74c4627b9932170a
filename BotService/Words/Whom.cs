using Nudge.Teams;

namespace Nudge.BotService.Words;

/// <summary>Whom a request is for.</summary>
internal abstract record Whom
{
    public static readonly Whom Self = new Me();

    private Whom()
    {
    }

    /// <summary>"remind me".</summary>
    internal sealed record Me : Whom;

    /// <summary>"remind us", "remind this channel".</summary>
    internal sealed record Everyone : Whom;

    /// <summary>"remind @Alice".</summary>
    internal sealed record Person(Mention Mention) : Whom;
}
