using Nudge.BotService.Memory;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>What the words of a time mean for a person.</summary>
internal abstract record Timing
{
    private Timing()
    {
    }

    /// <param name="Schedule">The schedule.</param>
    /// <param name="Rule">A series in words; null for one time.</param>
    internal sealed record Found(Schedule Schedule, string? Rule) : Timing;

    /// <param name="Choices">The schedules that can be meant, in the order of the question.</param>
    /// <param name="Text">The question.</param>
    /// <param name="Meanings">What can be meant, without numbers.</param>
    internal sealed record Asks(IReadOnlyList<Choice> Choices, string Text, string Meanings) : Timing;

    /// <param name="Text">The answer, with the time that has passed.</param>
    internal sealed record Past(string Text) : Timing;

    /// <summary>The words are no time.</summary>
    internal sealed record None : Timing;
}
