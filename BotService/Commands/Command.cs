namespace Nudge.BotService.Commands;

/// <summary>A command that a person can give.</summary>
internal abstract record Command
{
    private Command()
    {
    }

    internal sealed record RemindMe(TimeSpan Delay, string Text) : Command;

    internal sealed record List : Command;

    /// <param name="Number">The reminder's number in the list that was shown, from 1.</param>
    internal sealed record Cancel(int Number) : Command;

    /// <summary>Any other text.</summary>
    internal sealed record Help : Command;
}
