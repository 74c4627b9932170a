namespace Nudge.BotService.Commands;

/// <summary>What a person may ask for.</summary>
internal abstract record Command
{
    private Command()
    {
    }

    internal sealed record RemindMe(TimeSpan Delay, string Text) : Command;

    internal sealed record List : Command;

    /// <param name="Number">As the list that was shown counts, from 1.</param>
    internal sealed record Cancel(int Number) : Command;

    /// <summary>Anything else.</summary>
    internal sealed record Help : Command;
}
