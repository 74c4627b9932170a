using Nudge.Chaos.Checking;
using Nudge.Chaos.Deployments;
using Nudge.Chaos.Load;

namespace Nudge.Chaos.Faults;

/// <summary>A fault in a running deployment under load.</summary>
/// <param name="deployment">The deployment.</param>
/// <param name="people">The recipients.</param>
/// <param name="load">The load.</param>
/// <param name="soak">The time of the scenario without a fault.</param>
internal sealed class FaultRun(Deployment deployment, People people, OpenLoop load, TimeSpan soak)
{
    /// <summary>
    /// How long before a fault Teams may have accepted a message whose receipt was not yet written: Teams' latency, and the delays of a busy machine.
    /// </summary>
    private static readonly TimeSpan Unrecorded = TimeSpan.FromSeconds(2);

    private readonly List<Excuse> _excuses = [];

    public Deployment Deployment => deployment;

    public People People => people;

    public OpenLoop Load => load;

    public TimeSpan Soak => soak;

    public IReadOnlyList<Excuse> Excuses => _excuses;

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Lets time pass while the fault lasts.</summary>
    public static Task LastAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds));

    /// <summary>Excuses a repetition of each message that Teams accepted immediately before the first instant, or until the last one.</summary>
    public void Excuse(string cause, DateTimeOffset from, DateTimeOffset until) => _excuses.Add(new Excuse(cause, from - Unrecorded, until));
}
