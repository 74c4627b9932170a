using Nudge.Bench.Deployments;

namespace Nudge.Bench.Peers;

/// <summary>A peer that the benchmark compares with Nudge.</summary>
/// <param name="Name">The prefix of the names of its figures.</param>
/// <param name="Fraction">The peer gets one of this many of Nudge's reminders. A slow peer would take all day with all of them.</param>
/// <param name="Programs">The programs that must be on the path.</param>
/// <param name="RunAsync">Registers a number of reminders for one instant, and handles them.</param>
internal sealed record Contender(string Name, int Fraction, IReadOnlyList<string> Programs, Func<StoreServer, int, Task<Outcome>> RunAsync)
{
    /// <summary>Returns the programs that this machine lacks.</summary>
    public IReadOnlyList<string> Missing() => [.. Programs.Where(program => Servers.Programs.Find(program) is null)];
}
