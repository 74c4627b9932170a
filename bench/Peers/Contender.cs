using Nudge.Bench.Deployments;

namespace Nudge.Bench.Peers;

/// <summary>A peer of Nudge, in the list of them.</summary>
/// <param name="Name">Begins the names of its figures.</param>
/// <param name="Fraction">It is given one in so many of the reminders that Nudge is given: a slow one would take the whole day.</param>
/// <param name="Programs">What has to be installed.</param>
/// <param name="RunAsync">Registers so many reminders for one instant, and handles them.</param>
internal sealed record Contender(string Name, int Fraction, IReadOnlyList<string> Programs, Func<StoreServer, int, Task<Outcome>> RunAsync)
{
    /// <summary>Those of its programs that this machine lacks.</summary>
    public IReadOnlyList<string> Missing()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return [.. Programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))))];
    }
}
