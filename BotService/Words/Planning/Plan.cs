using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>What a request means at the time and place of the person.</summary>
internal abstract record Plan
{
    private Plan()
    {
    }

    /// <summary>Once, a duration from now.</summary>
    internal sealed record In(Duration Delay) : Plan;

    /// <summary>Once, at a local time.</summary>
    internal sealed record On(LocalDateTime Time) : Plan;

    /// <summary>Again and again, from a local time.</summary>
    internal sealed record Series(Repetition Repetition, LocalDateTime Start, LocalDateTime? Until) : Plan;

    /// <summary>One of several plans. The person chooses.</summary>
    internal sealed record Ask(IReadOnlyList<Plan> Choices) : Plan
    {
        public bool Equals(Ask? other) => other is not null && Choices.SequenceEqual(other.Choices);

        public override int GetHashCode() => Choices.Count;
    }

    /// <summary>A time that has passed.</summary>
    internal sealed record Past(LocalDateTime Time) : Plan;
}
