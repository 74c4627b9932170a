using NodaTime;
using Nudge.BotService.Words;

namespace Nudge.BotService.Commands;

/// <summary>A command that a person can give.</summary>
internal abstract record Command
{
    private Command()
    {
    }

    internal sealed record Remind(Request Request) : Command;

    internal sealed record List : Command;

    /// <param name="Verb">What to do with a reminder.</param>
    /// <param name="Number">The reminder's number in the list that was shown, from 1; null to ask for it.</param>
    internal sealed record OnListed(ListedVerb Verb, int? Number) : Command;

    /// <param name="Number">The reminder's number in the list that was shown, from 1; null to ask for the number.</param>
    /// <param name="Change">The new text and time; null to show the form.</param>
    internal sealed record Edit(int? Number, Request? Change) : Command;

    /// <summary>Snoozes the reminder that was delivered last.</summary>
    /// <param name="Parts">The parts of the time; empty when the person gave none.</param>
    internal sealed record Snooze(IReadOnlyList<Part> Parts) : Command;

    /// <param name="Name">The name of a muted sender.</param>
    internal sealed record Unmute(string Name) : Command;

    /// <summary>Cancels the reminder that was registered last.</summary>
    internal sealed record Undo : Command;

    /// <param name="Change">The part of the day to set, and its time; null to show the settings.</param>
    internal sealed record Settings((DayPart Part, LocalTime Time)? Change) : Command;

    /// <param name="Name">The name that the person typed.</param>
    internal sealed record SetTimeZone(string Name) : Command;

    /// <param name="Now">Whether the person has confirmed it.</param>
    internal sealed record Forget(bool Now) : Command;

    /// <param name="Number">The number of a choice that was shown, from 1.</param>
    internal sealed record Choose(int Number) : Command;

    /// <summary>Any other text.</summary>
    internal sealed record Help : Command;
}
